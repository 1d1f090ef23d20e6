/** Whether a person who uses the keys can see where they are. */

/**
 * Lives in the page. What has the focus, where it cannot be seen to have it; empty where it can; null
 * where nothing has the focus, or what has it carries `data-<mark>` already, which it gets otherwise.
 */
export function unseenFocus(mark: string | null): string | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  if (mark !== null) {
    if (focused.dataset[mark] !== undefined) return null;
    focused.dataset[mark] = '';
  }
  const { left, top, right, bottom, width, height } = focused.getBoundingClientRect();
  const inside = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
  // Some show it on what stands for them: the field around an input, the swatch beside a radio.
  const ring = [focused, focused.parentElement, focused.nextElementSibling].some(
    (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none',
  );
  return inside && width > 0 && height > 0 && ring ? '' : focused.outerHTML.slice(0, 120);
}
