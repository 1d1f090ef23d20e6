/** electron-builder, with electron-builder.yml and the places of this run. It never publishes. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build, Arch, Platform, type Configuration, type PackagerOptions } from 'electron-builder';
import { root, type Layout } from './layout.ts';

export interface BuilderRun {
  readonly layout: Layout;
  /** Electron's distribution; null: electron-builder downloads it. */
  readonly electronDist: string | null;
  /**
   * An unpacked app for this processor, or every installer of the system, or those alone that need no
   * page of the project.
   */
  readonly what: 'unpacked' | 'installers' | 'homeless installers';
  readonly platform: Platform;
  /** Keys over those of the file. */
  readonly extra?: Configuration;
}

export interface Built {
  /** The unpacked apps: one, or one for each processor. */
  readonly folders: readonly string[];
  /** What electron-builder made of the file and the places: defaults and all. */
  readonly config: Configuration;
  readonly installers: readonly string[];
}

/** Resolves to what was built. Rejects with electron-builder's error, a wrong key included. */
export async function runBuilder(run: BuilderRun): Promise<Built> {
  const { layout, electronDist, what, platform, extra = {} } = run;
  const folders: string[] = [];
  let config: Configuration = {};
  const installers = await build({
    projectDir: root,
    targets: targetsOf(what, platform),
    publish: 'never',
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      directories: { app: layout.app, output: layout.out, buildResources: layout.resources },
      extraResources: [{ from: path.join(layout.app, 'dist/tools'), to: 'tools' }],
      ...(electronDist === null ? {} : { electronDist }),
      ...extra,
      // A distribution out of node_modules still has Electron's own demonstration in it.
      afterExtract: async ({ appOutDir }) => {
        const resources = path.join(appOutDir, resourcesOf(platform, 'Electron'));
        await rm(path.join(resources, 'default_app.asar'), { force: true });
      },
      afterPack: (context) => {
        folders.push(context.appOutDir);
        ({ config } = context.packager);
      },
    },
  });
  return { folders, config, installers };
}

function targetsOf(
  what: BuilderRun['what'],
  platform: Platform,
): NonNullable<PackagerOptions['targets']> {
  if (what === 'unpacked') {
    return platform.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64);
  }
  if (what === 'homeless installers' && platform === Platform.LINUX) {
    return platform.createTarget('AppImage', Arch.x64, Arch.arm64);
  }
  return platform.createTarget();
}

/** The folder of resources in an unpacked app; on macOS it is inside the bundle called `name`. */
const resourcesOf = (platform: Platform, name: string) =>
  platform === Platform.MAC ? `${name}.app/Contents/Resources` : 'resources';

interface Parts {
  readonly asar: string;
  /** The folder of what runs without the app. */
  readonly tools: string;
  readonly fused: string;
}

/** Where the archive, the tools and the binary with the fuses lie in an unpacked app. */
export function partsOf(folder: string, platform: Platform): Parts {
  const resources = path.join(folder, resourcesOf(platform, 'Tabkeeper'));
  const [asar, tools] = [path.join(resources, 'app.asar'), path.join(resources, 'tools')];
  const programs = new Map([
    // On macOS the program itself is a few lines; Electron is in its framework.
    [
      Platform.MAC,
      'Tabkeeper.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
    ],
    [Platform.WINDOWS, 'Tabkeeper.exe'],
  ]);
  return { asar, tools, fused: path.join(folder, programs.get(platform) ?? 'tabkeeper-app') };
}
