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
  const outlined = (one: Element | null, pseudo: string | null = null) =>
    one !== null && getComputedStyle(one, pseudo).outlineStyle !== 'none';
  // Some show it on what stands for them: the field around an input, the swatch beside a radio, the row
  // that a button lies over.
  const ring =
    [focused, focused.parentElement, focused.nextElementSibling].some((one) => outlined(one)) ||
    (getComputedStyle(focused, '::after').content !== 'none' && outlined(focused, '::after'));
  return inside && width > 0 && height > 0 && ring ? '' : focused.outerHTML.slice(0, 120);
}
