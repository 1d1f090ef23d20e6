/** Pasting into the form by mouse or keys, and what a screen reader says about it. */
import { tick } from 'svelte';
import { undoWords } from '../../../src-shared/words.ts';
import { focusView } from '../../focus.ts';
import { voice } from '../../voice.svelte.ts';
import { flawOf, isKeyForOrg } from '../sign-in/flaws.ts';
import { fieldAt, pasteInto } from './form-input.ts';
import { fillFrom, mayBeBlock } from './paste-reader.ts';
import type { Filling } from './pasting.ts';
import type { SignInForm } from '../sign-in/sign-in-form.svelte.ts';

const MAC = navigator.platform.startsWith('Mac');
/** The key that takes a filling back, as it is written on this system. */
export const UNDO_KEY = MAC ? '⌘Z' : 'Ctrl+Z';

export class FormPaste {
  readonly #form: () => SignInForm;
  readonly #element: () => HTMLElement | undefined;
  readonly #onfilled: () => void;

  /** `onfilled`: called when fields were filled, so that the place for a block can be closed. */
  constructor(
    form: () => SignInForm,
    element: () => HTMLElement | undefined,
    onfilled: () => void,
  ) {
    this.#form = form;
    this.#element = element;
    this.#onfilled = onfilled;
  }

  /** A block fills the form, wherever it is pasted or dropped; anything else is for its field. */
  into(event: ClipboardEvent | DragEvent): void {
    const input = event.target;
    const data = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
    const text = data?.getData('text/plain') ?? '';
    if (!(input instanceof HTMLInputElement) || text === '') return;
    const field = fieldAt(input);
    const key = field === 'orgId' && isKeyForOrg(text);
    const flawed = field !== null && flawOf(field, text) !== null;
    if (!key && !flawed && !mayBeBlock(text)) return;
    event.preventDefault();
    if (key) this.#refuseKey();
    else this.#insert(input, text).catch(() => undefined);
  }

  /** A whole block, from the place for it. */
  take(block: string): void {
    fillFrom(block, null, this.#form())
      .then((filling) => (filling === null ? undefined : this.#show(filling)))
      .catch(() => undefined);
  }

  keydown(event: KeyboardEvent): void {
    const main = MAC ? event.metaKey : event.ctrlKey;
    if (this.#form().undo === null || !main || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    this.undo().catch(() => undefined);
  }

  async undo(): Promise<void> {
    const form = this.#form();
    form.undo?.();
    voice.say(form.took);
    await tick();
    await this.#settle();
  }

  /** A developer key that is not put in, since the organization's field would show it. */
  #refuseKey(): void {
    const form = this.#form();
    form.refuseKeyForOrg();
    voice.say(form.keyForOrg === null ? '' : `${form.keyForOrg.what} ${form.keyForOrg.next}`);
  }

  async #insert(input: HTMLInputElement, text: string): Promise<void> {
    const form = this.#form();
    const filling = mayBeBlock(text) ? await fillFrom(text, input, form) : null;
    if (filling !== null) {
      await this.#show(filling);
      return;
    }
    pasteInto(input, text);
    const flaw = form.flaws[fieldAt(input) ?? 'body'];
    if (flaw) voice.say(`${flaw.what} ${flaw.next}`);
    await tick();
    this.#showPlace();
  }

  async #show(filling: Filling): Promise<void> {
    const form = this.#form();
    form.take(filling);
    const flaws = Object.values(form.flaws).map(({ what, next }) => ` ${what} ${next}`);
    const back = form.undo === null ? '' : ` ${undoWords(UNDO_KEY)}`;
    voice.say(`${form.took}${flaws.join('')}${back}`);
    if (form.undo === null) return;
    this.#onfilled();
    await this.#settle();
  }

  /**
   * Moves the focus to the first wrong or empty field, else to the button, so that it is never
   * lost.
   */
  async #settle(): Promise<void> {
    const element = this.#element();
    if (element === undefined) return;
    await focusView(element);
    const { activeElement } = document;
    if (!element.contains(activeElement)) document.getElementById('sign-in-button')?.focus();
    this.#showPlace();
  }

  /** Selects the sign that cannot be seen, in the field that has the focus. */
  #showPlace(): void {
    const input = document.activeElement;
    if (!(input instanceof HTMLInputElement)) return;
    const at = this.#form().flaws[fieldAt(input) ?? 'body']?.place ?? null;
    if (at !== null) input.setSelectionRange(...at);
  }
}
