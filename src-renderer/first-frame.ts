/** When the window has something to show: a view stands under its title, and its code may be loaded late. */

/** Calls `tell` once, right before the first frame with a title in it. Returns the way to stop waiting. */
export function beforeFirstFrame(tell: () => void): () => void {
  const observer = new MutationObserver(look);
  function look(): void {
    if (document.querySelector('h1') === null) return;
    observer.disconnect();
    requestAnimationFrame(tell);
  }
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => observer.disconnect();
}
