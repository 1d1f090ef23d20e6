/**
 * `npm run pack`: a release build, packed for this system without an installer, looked into and
 * started. `--installers` makes the installers instead, with the Electron that electron-builder
 * downloads. `--out <dir>` is another place than release/. It says what was checked, and what stood in.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Platform } from 'electron-builder';
import { buildAll } from './build.ts';
import { electronBinary } from './electron-binary.ts';
import { readOnlyFlags } from './flags.ts';
import { installerIcons, writeIcons } from './icons/files.ts';
import { sbom, SBOM_FILE } from './notices/sbom.ts';
import { extractAsar, readAsar } from './pack/asar.ts';
import { partsOf, runBuilder, type Built } from './pack/builder.ts';
import { isCode, listTrouble, textTrouble, toolsTrouble } from './pack/contents.ts';
import { dropEmpty, lacking } from './pack/environment.ts';
import { fusesOf, fuseTrouble } from './pack/fuses.ts';
import { layoutBelow, readManifest, root, writeManifest, type Layout } from './pack/layout.ts';
import { makeStandIn } from './pack/stand-in.ts';

interface PackOptions {
  readonly installers: boolean;
  readonly release: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function pack({ installers, release }: PackOptions): Promise<void> {
  dropEmpty(process.env);
  const layout = layoutBelow(release);
  await rm(release, { recursive: true, force: true });
  const packages = await buildAll({ release: true, dist: path.join(layout.app, 'dist') });
  const { homepage, maintainer, missing } = lacking(process.env, process.platform);
  await writeManifest(layout.app, homepage);
  await writeIcons(layout.resources, installerIcons());
  await writeFile(path.join(release, SBOM_FILE), `${JSON.stringify(sbom(packages), null, 2)}\n`);

  const source = await electronSource(layout, installers);
  const built = await runBuilder({
    layout,
    electronDist: source.folder,
    what: !installers ? 'unpacked' : homepage === null ? 'homeless installers' : 'installers',
    platform: source.platform,
    extra: maintainer === null ? {} : { linux: { maintainer } },
  });
  const checked = [`electron-builder.yml is valid: electron-builder took every key of it`];
  for (const folder of built.folders)
    checked.push(...(await inspect(folder, source.platform, homepage)));
  const [first] = built.folders;
  if (first === undefined) throw new Error('electron-builder packed nothing');
  checked.push(...(await smoke(partsOf(first, source.platform).asar, layout)));
  await report(release, built, source.standIn, checked);

  say('');
  for (const line of checked) say(`checked   ${line}`);
  if (source.standIn !== null) say(`stand-in  ${source.standIn}`);
  say('stand-in  the packed files were started in the browser host, not on Electron');
  for (const line of missing) say(`lacks     ${line}`);
  for (const place of built.folders) say(`packed    ${path.relative(process.cwd(), place)}`);
  for (const file of built.installers) say(`made      ${path.relative(process.cwd(), file)}`);
}

interface ElectronSource {
  readonly folder: string | null;
  readonly platform: Platform;
  /** What it stands in for; null for Electron itself. */
  readonly standIn: string | null;
}

/** This machine's Electron, or the stand-in, which is laid out as on Linux wherever this runs. */
async function electronSource(layout: Layout, installers: boolean): Promise<ElectronSource> {
  if (installers) return { folder: null, platform: Platform.current(), standIn: null };
  const binary = electronBinary();
  if (binary.file !== null) {
    const folder = path.join(root, 'node_modules/electron/dist');
    return { folder, platform: Platform.current(), standIn: null };
  }
  const version = (await readManifest()).devDependencies['electron'] ?? '';
  await makeStandIn(layout.standIn, version);
  return {
    folder: layout.standIn,
    platform: Platform.LINUX,
    standIn: `${binary.missing} The app folder holds a file with Electron's fuse wire in its place.`,
  };
}

/** Throws with everything that is wrong in an unpacked app; else resolves to what was looked at. */
async function inspect(
  folder: string,
  platform: Platform,
  homepage: string | null,
): Promise<string[]> {
  const { asar, tools, fused } = partsOf(folder, platform);
  const files = await readAsar(asar);
  const code = [...files].filter(([name]) => isCode(name));
  const trouble = [
    ...listTrouble([...files.keys()]),
    ...toolsTrouble(await readdir(tools)),
    ...code.flatMap(([name, bytes]) => textTrouble(name, bytes.toString('utf8'), homepage)),
    ...fuseTrouble(fusesOf(await readFile(fused))),
  ];
  if (trouble.length > 0) throw new Error(`${folder}:\n${trouble.join('\n')}`);
  const name = path.basename(folder);
  return [
    `${name}: app.asar holds the ${files.size} files of the list, each with its hash`,
    `${name}: tools/ beside it holds what runs without the app`,
    `${name}: no test hook, source map, work in progress or unknown host in ${code.length} files`,
    `${name}: the fuse wire is as the table wants it`,
  ];
}

/** The packed files themselves, in the browser host. */
async function smoke(asar: string, { out }: Layout): Promise<string[]> {
  const folder = path.join(out, '../smoke');
  await rm(folder, { recursive: true, force: true });
  await extractAsar(asar, folder);
  const script = path.join(root, 'test/package/smoke.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the packed app failed its smoke run:\n${output}${errors}`);
  return output
    .trim()
    .split('\n')
    .map((line) => `smoke run: ${line}`);
}

/** For the tests, and for whoever wants to know what electron-builder made of the configuration. */
async function report(
  release: string,
  { folders, installers, config }: Built,
  standIn: string | null,
  checked: readonly string[],
): Promise<void> {
  const told = { folders, installers, standIn, checked, config };
  await mkdir(release, { recursive: true });
  await writeFile(path.join(release, 'pack.json'), `${JSON.stringify(told, null, 2)}\n`);
}

const read = readOnlyFlags('pack', process.argv.slice(2), {
  installers: { type: 'boolean', default: false },
  out: { type: 'string', default: path.join(root, 'release') },
});
if ('refusal' in read) {
  process.stderr.write(`${read.refusal} It takes --installers, --out <dir>, and nothing else.\n`);
  process.exitCode = 2;
} else {
  // electron-builder's own hook ends a process that ran out of work with 0, done or not.
  let outcome = 'it ended before it was done';
  process.once('exit', () => {
    if (outcome === '') return;
    writeSync(process.stderr.fd, `pack: ${outcome}\n`);
    process.exitCode = 1;
  });
  try {
    const { installers, out } = read.values;
    await pack({ installers, release: path.resolve(out) });
    outcome = '';
  } catch (error) {
    outcome = error instanceof Error ? error.message : String(error);
    process.exit();
  }
}
