/**
 * What a person would call broken in how a page is laid out: text that is cut or sticks out, and things
 * that lie over one another. Measured in the page, whatever is on it; no view has rules of its own.
 */
import type { Page } from 'playwright-core';

interface Geometry {
  /** One sentence for each flaw. */
  readonly flaws: () => string[];
  /** Makes every text half as long again, as another language would; what it returns takes that back. */
  readonly lengthen: () => () => void;
  /** Past the next frame: what follows the size of its box has followed. */
  readonly settled: () => Promise<void>;
}

/** Lives in the page: it is sent as text, and so is whole in itself. */
function installGeometry(): void {
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  /** A line of text, an icon, or something to use. */
  interface Item extends Box {
    readonly of: Element;
    readonly isControl: boolean;
  }
  interface Around {
    /** What lies on top of the page is compared with itself alone. */
    readonly layer: Item[];
    /** What is left of the page within boxes that hide what sticks out. */
    readonly clip: Readonly<Box>;
  }

  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role=option]';
  const everywhere = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
  const nothing = (): Box => ({
    ...{ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity },
  });
  const within = (box: Readonly<Box>, clip: Readonly<Box>): Box => ({
    left: Math.max(box.left, clip.left),
    top: Math.max(box.top, clip.top),
    right: Math.min(box.right, clip.right),
    bottom: Math.min(box.bottom, clip.bottom),
  });
  function widen(box: Box, by: Readonly<Box>): void {
    box.left = Math.min(box.left, by.left);
    box.top = Math.min(box.top, by.top);
    box.right = Math.max(box.right, by.right);
    box.bottom = Math.max(box.bottom, by.bottom);
  }

  const isText = (node: Node) =>
    node.nodeType === Node.TEXT_NODE && /\S/u.test(node.nodeValue ?? '');
  const plain = (text: string | null) => (text ?? '').replaceAll(/\s+/gu, ' ').trim();
  function nameOf(one: Element): string {
    const words = plain(one.textContent) || one.getAttribute('aria-label') || one.outerHTML;
    const classes = [...one.classList].filter((it) => !it.startsWith('svelte-')).join('.');
    return `${one.localName}${classes && `.${classes}`} “${words.slice(0, 60)}”`;
  }

  /** What is cut off by its own box, or sticks out of it. */
  function overflowOf(one: HTMLElement, style: CSSStyleDeclaration, content: Box): string[] {
    const isWide = one.scrollWidth - one.clientWidth > 1;
    if (style.overflowX === 'auto' || style.overflowX === 'scroll') {
      return isWide && one.matches('main, dialog') ? [`scrolls sideways: ${nameOf(one)}`] : [];
    }
    if (style.textOverflow === 'ellipsis') {
      return isWide && one.closest('[title]') === null ? [`cut, no title: ${nameOf(one)}`] : [];
    }
    const box = one.getBoundingClientRect();
    const across = Math.max(box.left - content.left, content.right - box.right);
    const down = Math.max(box.top - content.top, content.bottom - box.bottom);
    // Quiet buttons and icons may hang into a margin, and boxes of lines are higher than their text.
    const most = style.overflowX === 'visible' ? 8 : 1;
    return [
      ...(across > most ? [`wider than its box by ${Math.round(across)}: ${nameOf(one)}`] : []),
      ...(down > Math.min(most + 2, 6)
        ? [`higher than its box by ${Math.round(down)}: ${nameOf(one)}`]
        : []),
    ];
  }

  /** True for two that belong together: a control and what is in it, or stands for it. */
  function belong(one: Item, other: Item): boolean {
    if (one.of.contains(other.of) || other.of.contains(one.of)) return true;
    if (one.isControl === other.isControl) return false;
    const [text, control] = one.isControl ? [other, one] : [one, other];
    return (
      text.of.closest('label')?.contains(control.of) === true ||
      getComputedStyle(text.of).pointerEvents === 'none'
    );
  }

  function overlapsIn(items: Item[]): string[] {
    const found: string[] = [];
    items.sort((a, b) => a.top - b.top);
    for (const [n, one] of items.entries()) {
      for (let next = n + 1; next < items.length; next += 1) {
        const other = items[next];
        if (other === undefined || other.top > one.bottom - 4) break;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - other.top;
        if (across > 1 && down > 4 && !belong(one, other)) {
          found.push(`over one another: ${nameOf(one.of)} and ${nameOf(other.of)}`);
        }
      }
    }
    return found;
  }

  function flaws(): string[] {
    const found: string[] = [];
    const layers: Item[][] = [[]];
    const range = document.createRange();

    function put({ layer, clip }: Around, of: Element, isControl: boolean, box: DOMRect): void {
      const seen = within(box, clip);
      if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) return;
      layer.push({ ...seen, of, isControl });
    }

    /** Looks at what is in an element. The answer is where it ends. */
    function visitContent(one: Element, inside: Around): Box {
      const content = nothing();
      const isClosed = one.matches('details:not([open])');
      for (const node of one.childNodes) {
        if (node instanceof Element) {
          if (!isClosed || node.localName === 'summary') widen(content, visit(node, inside));
        } else if (isText(node)) {
          range.selectNode(node);
          for (const line of range.getClientRects()) {
            put(inside, one, false, line);
            widen(content, line);
          }
        }
      }
      return content;
    }

    /** Looks at an element and all in it. The answer is where it ends, without what lies on top. */
    function visit(one: Element, around: Around): Box {
      const style = getComputedStyle(one);
      const { display, visibility, opacity, clipPath, zIndex, position } = style;
      if (display === 'none' || visibility === 'hidden' || opacity === '0') return nothing();
      if (clipPath.startsWith('inset(50%')) return nothing();
      // What main scrolls out of sight lies over nothing.
      const isTop =
        one.matches('dialog, [popover], main') || (position !== 'static' && Number(zIndex) > 0);
      if (isTop) layers.push([]);
      const { layer, clip } = isTop ? { layer: layers.at(-1) ?? [], clip: everywhere } : around;
      const box = one.getBoundingClientRect();
      const isControl = one.matches(CONTROLS);
      const isIcon = one.localName === 'svg' && box.width < 40;
      if (isControl || isIcon) put({ layer, clip }, one, isControl, box);
      // A field scrolls by itself what does not fit, and a picture is looked at as a whole.
      if (one.matches('input, textarea, select')) return within(box, clip);
      if (one.localName === 'svg') return isIcon ? box : nothing();
      // What they hide can be scrolled to, or is measured against the page.
      const hides = style.overflowX !== 'visible' && !one.matches('main, dialog, body, #app');
      const content = visitContent(one, { layer, clip: hides ? within(box, clip) : clip });
      if (display === 'inline' || display === 'contents') return content;
      if (one instanceof HTMLElement) found.push(...overflowOf(one, style, content));
      return isTop || (!isControl && content.left === Infinity) ? nothing() : box;
    }

    visit(document.body, { layer: layers[0] ?? [], clip: everywhere });
    return [...new Set([...found, ...layers.flatMap(overlapsIn)])];
  }

  function lengthen(): () => void {
    // IDs, addresses and keys are what they are, in every language.
    const same = '.mono, code, pre, kbd, style, script, svg';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const before = new Map<Text, string>();
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      const hasWords = /\p{L}{2}/u.test(text.data);
      if (hasWords && !text.parentElement?.closest(same)) before.set(text, text.data);
    }
    for (const [text, data] of before) {
      const words = data.trim();
      text.data = data + words.slice(0, Math.ceil(words.length / 2));
    }
    return () => {
      for (const [text, data] of before) text.data = data;
    };
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        observer.disconnect();
        resolve();
      };
      const observer = new ResizeObserver(end);
      observer.observe(document.body);
      // A page that the browser draws no frame of is measured as it is.
      setTimeout(end, 2000);
    });
  }

  Object.assign(globalThis, { geometry: { flaws, lengthen, settled } satisfies Geometry });
}

declare const geometry: Geometry;

async function install(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'geometry' in globalThis))) await page.evaluate(installGeometry);
}

/** Waits until all has its place after the page got another size: what is drawn to fit, and then the rest. */
export async function settled(page: Page): Promise<void> {
  await install(page);
  await page.evaluate(async () => {
    await geometry.settled();
    await geometry.settled();
  });
}

/**
 * The flaws of the page as it is; and, if that is asked, what comes to them when every text is half as
 * long again.
 */
export async function flawsOf(
  page: Page,
  longerToo: boolean,
): Promise<{ now: string[]; longer: string[] }> {
  await install(page);
  return page.evaluate(async (isAsked) => {
    await geometry.settled();
    const now = geometry.flaws();
    if (!isAsked) return { now, longer: [] };
    const shorten = geometry.lengthen();
    await geometry.settled();
    const longer = geometry.flaws();
    shorten();
    return { now, longer: longer.filter((it) => !now.includes(it)) };
  }, longerToo);
}
