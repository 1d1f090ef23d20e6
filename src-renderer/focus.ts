/** Where the focus goes when a view comes up: a wrong or empty field, the code, or the title. */
import { tick } from 'svelte';

function firstWanted(root: ParentNode): HTMLElement | null {
  return (
    root.querySelector<HTMLElement>('[data-wanted="wrong"]:not(:disabled)') ??
    root.querySelector<HTMLElement>('[data-wanted="empty"]:not(:disabled)')
  );
}

/** Moves the focus into a view that has just been drawn; `part`: to the element of that ID in it. */
export async function focusView(root: ParentNode, part: string | null = null): Promise<void> {
  await tick();
  const wanted = part === null ? firstWanted(root) : document.getElementById(part);
  (wanted ?? root.querySelector<HTMLElement>('h1'))?.focus();
}
