/** The gallery as a page: first what differs, then every picture. */
import type { Picture } from './compare.ts';

const escaped = (text: string) =>
  text.replaceAll(/[&<>"]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

const style = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
  body { margin: 24px; }
  h2 { margin: 32px 0 8px; }
  figure { margin: 0; }
  figcaption { color: GrayText; }
  .three { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; margin-bottom: 24px; }
  .all { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
  .all figure { max-width: 480px; }
  img { max-width: 100%; border: 1px solid GrayText; background: white; }
`;

const figure = (part: string, { file }: Picture, caption = part) =>
  `<figure><figcaption>${escaped(caption)}</figcaption><a href="${part}/${encodeURI(file)}"><img loading="lazy" alt="${escaped(`${caption}: ${file}`)}" src="${part}/${encodeURI(file)}"></a></figure>`;

const titleOf = ({ file }: Picture) => {
  const [look = '', scene = ''] = file.replace(/\.png$/u, '').split('/');
  return { look, scene: scene.replaceAll('-', ' ') };
};

/** How many pictures are what, in one line. */
export function sumOf(pictures: readonly Picture[]): string {
  const count = (is: Picture['is']) => pictures.filter((one) => one.is === is).length;
  return `${pictures.length} pictures: ${count('changed')} differ, ${count('new')} are new, ${count('gone')} are gone, ${count('same')} are the same`;
}

/** `against` says what `before` is. */
export function report(pictures: readonly Picture[], against: string): string {
  const changed = pictures
    .filter(({ is }) => is === 'changed')
    .sort((a, b) => b.points - a.points)
    .map((one) => {
      const { look, scene } = titleOf(one);
      const parts = ['before', 'after', 'difference'].map((part) => figure(part, one));
      return `<h3>${escaped(scene)}, ${escaped(look)}: ${one.points} points</h3><div class="three">${parts.join('')}</div>`;
    });
  const only = (is: 'new' | 'gone') =>
    pictures
      .filter((one) => one.is === is)
      .map((one) => figure(is === 'new' ? 'after' : 'before', one, one.file));
  const scenes = new Map<string, Picture[]>();
  for (const one of pictures.filter(({ is }) => is !== 'gone')) {
    const { scene } = titleOf(one);
    scenes.set(scene, [...(scenes.get(scene) ?? []), one]);
  }
  const all = [...scenes].map(([scene, some]) => {
    const shown = some.map((one) => figure('after', one, titleOf(one).look));
    return `<details><summary>${escaped(scene)}</summary><div class="all">${shown.join('')}</div></details>`;
  });
  const part = (title: string, content: readonly string[], classes = '') =>
    content.length === 0
      ? ''
      : `<h2>${title}</h2><div class="${classes}">${content.join('')}</div>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tabkeeper’s gallery</title><style>${style}</style>
<h1>Tabkeeper’s gallery</h1><p>${sumOf(pictures)}, against ${escaped(against)}.</p>
${part('What differs', changed)}${part('New', only('new'), 'all')}${part('Gone', only('gone'), 'all')}${part('Every scene', all)}</html>\n`;
}
