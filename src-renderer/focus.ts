/** Where the focus goes when a view comes up: a wrong or empty field, the code, or the title. */
import { tick } from 'svelte';

function firstWanted(root: ParentNode): HTMLElement | null {
  return (
    root.querySelector<HTMLElement>('[data-wanted="wrong"]:not(:disabled)') ??
    root.querySelector<HTMLElement>('[data-wanted="empty"]:not(:disabled)')
  );
}

/**
 * Moves the focus into a view that has just been drawn; `part`: to the element of that ID in it. False
 * where there is nothing to move it to.
 */
export async function focusView(root: ParentNode, part: string | null = null): Promise<boolean> {
  await tick();
  const wanted = part === null ? firstWanted(root) : document.getElementById(part);
  // A field may stand in a part that is folded.
  wanted?.closest('details')?.setAttribute('open', '');
  const target = wanted ?? root.querySelector<HTMLElement>('h1');
  target?.focus();
  return target !== null;
}

/** Ends the wait for a panel that is being loaded: the person may have gone on meanwhile. */
let stopWaiting: () => void = () => undefined;
let newest = 0;

/** The same for a panel, whose code may be loaded only now: the focus goes there when it is drawn. */
export async function focusPanel(root: Node & ParentNode, part: string | null): Promise<void> {
  stopWaiting();
  const mine = (newest += 1);
  if ((await focusView(root, part)) || mine !== newest) return;
  const before = document.activeElement;
  const observer = new MutationObserver(() => {
    if (root.querySelector('h1') === null) return;
    stopWaiting();
    // A panel may have taken the focus to a place of its own.
    const now = document.activeElement;
    if (now !== before && root.contains(now)) return;
    focusView(root, part).catch(() => undefined);
  });
  stopWaiting = () => observer.disconnect();
  observer.observe(root, { childList: true, subtree: true });
}

/** Whether a key that is pressed goes into a text; the editor's is in a shadow root. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

const PRESSABLE = 'button:not([aria-disabled="true"]), a[href], input:not(:disabled)';

/**
 * Holds the focus within `root`: where what had it is taken away, it goes to the first control of the
 * group that it stood in (`data-focus-group`), else to the title. Returns the way to stop.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null;
  /** What stood around it, innermost first. */
  let around: readonly Element[] = [];
  const remember = (event: FocusEvent) => {
    last = event.target instanceof Element ? event.target : null;
    around = last === null ? [] : ancestors(last, root);
  };
  const restore = () => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    const stands = around.find((it) => it.isConnected);
    const group = stands?.closest('[data-focus-group]');
    const next = group?.querySelector<HTMLElement>(PRESSABLE);
    (next ?? root.querySelector<HTMLElement>('h1'))?.focus();
  };
  // A task later: whoever took it away may have a better place for it.
  const observer = new MutationObserver(() => setTimeout(restore));
  root.addEventListener('focusin', remember);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', remember);
    observer.disconnect();
  };
}

function ancestors(of: Element, root: Element): readonly Element[] {
  const found: Element[] = [];
  for (let it = of.parentElement; it !== null && it !== root; it = it.parentElement) found.push(it);
  return found;
}
