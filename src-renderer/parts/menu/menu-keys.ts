/** The keys of a menu: arrows, Home and End, and what is typed goes to the next item that begins so. */

/** In milliseconds. A letter that is typed later begins a new word. */
const TYPING_MS = 700;

/** By what an item is found: `data-name`, or its text without a dot before it. */
const nameOf = (item: HTMLElement) =>
  (item.dataset['name'] ?? item.textContent.trim().replace(/^\./u, '')).toLowerCase();

export class MenuKeys {
  readonly #menu: () => HTMLElement | undefined;
  #typed = '';
  #typedAt = 0;

  constructor(menu: () => HTMLElement | undefined) {
    this.#menu = menu;
  }

  /** Moves the focus to an item; -1 is the last, and after that comes the first. */
  focus(index: number): void {
    const items = this.#items();
    const item = items[(index + items.length) % items.length];
    item?.focus();
    item?.scrollIntoView({ block: 'nearest' });
  }

  /** Does what a key is for; false where it is for nothing here. */
  press(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const at = this.#items().indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') this.focus(at + 1);
    else if (event.key === 'ArrowUp') this.focus(at - 1);
    else if (event.key === 'Home') this.focus(0);
    else if (event.key === 'End') this.focus(-1);
    else if (event.key.length === 1 && (event.key !== ' ' || this.#isTyping())) {
      this.#find(event.key.toLowerCase(), at);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #items(): HTMLElement[] {
    return [...(this.#menu()?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  }

  #isTyping(): boolean {
    return this.#typed !== '' && Date.now() - this.#typedAt < TYPING_MS;
  }

  #find(letter: string, at: number): void {
    this.#typed = this.#isTyping() ? this.#typed + letter : letter;
    this.#typedAt = Date.now();
    const items = this.#items();
    // The same letter again and again goes on to the next that begins with it.
    const word = this.#typed.replaceAll(letter, '') === '' ? letter : this.#typed;
    const start = word.length > 1 ? at : at + 1;
    const step = items.findIndex((_, index) => {
      const item = items[(start + index) % items.length];
      return item !== undefined && nameOf(item).startsWith(word);
    });
    if (step !== -1) this.focus((start + step) % items.length);
  }
}
