/** What electron-builder would put into the Linux packages, asked of it before it makes one. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { layoutBelow, root } from '../../scripts/pack/layout.ts';

type Effective =
  | { readonly desktop: string; readonly desktopFileName: string }
  | readonly [args: readonly string[], desktopFile: string];

/**
 * The menu entry of each Linux package of the app that is unpacked in `folder`, with a last line that
 * says what its file is called. Nothing is made, and nothing is downloaded.
 */
export async function linuxEntries(
  release: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const { app, resources } = layoutBelow(release);
  const entries = new Map<string, string>();
  await build({
    projectDir: root,
    prepackaged: folder,
    publish: 'never',
    targets: Platform.LINUX.createTarget(['AppImage', 'deb', 'rpm'], Arch.x64),
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      directories: { app, output: path.join(release, 'entries'), buildResources: resources },
    },
    effectiveOptionComputed: async (told: Effective) => {
      if ('desktop' in told) {
        entries.set('AppImage', `${told.desktop}file=${told.desktopFileName}\n`);
      } else {
        const [args, file] = told;
        const made = args[args.indexOf('--package') + 1] ?? '';
        const place = args.find((arg) => arg.startsWith(`${file}=`)) ?? '';
        const name = path.basename(place);
        entries.set(path.extname(made).slice(1), `${await readFile(file, 'utf8')}file=${name}\n`);
      }
      return true;
    },
  });
  return entries;
}
