/**
 * `npm run gallery`: every scene in every look, from this checkout as it is and from the commit before,
 * and a page that shows what differs. `--from REF` names another commit, `--only PATTERN` some scenes.
 * It needs git, and Chromium as `npm test` does; both sides use the packages that are installed here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readOnlyFlags } from '../../scripts/flags.ts';
import { compare } from './compare.ts';
import { report, sumOf } from './report.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'reports/gallery');

/** What git says. Throws what it complains of. */
function git(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0] ?? ''}: ${error?.message ?? stderr.trim()}`);
  return stdout.trim();
}

/** Each checkout draws its own scenes, since they go with its snapshot and its names. */
async function draw(checkout: string, part: string, only: string): Promise<void> {
  const program = path.join(checkout, 'test/gallery/draw.ts');
  const child = spawn(process.execPath, [program, path.join(folder, part), only], {
    cwd: checkout,
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The pictures of ${part} were not drawn.`);
}

async function drawBefore(commit: string, only: string): Promise<void> {
  const place = await mkdtemp(path.join(tmpdir(), 'tabkeeper-before-'));
  const checkout = path.join(place, 'checkout');
  git('worktree', 'add', '--detach', checkout, commit);
  try {
    if (!existsSync(path.join(checkout, 'test/gallery/draw.ts'))) {
      console.log('That commit has no gallery yet: every picture counts as new.');
      return;
    }
    await symlink(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
    await draw(checkout, 'before', only);
  } finally {
    git('worktree', 'remove', '--force', checkout);
    await rm(place, { recursive: true, force: true });
  }
}

async function gallery(from: string, only: string): Promise<void> {
  const commit = git('rev-parse', '--verify', `${from}^{commit}`);
  const against = git('log', '-1', '--format=%h %s', commit);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  console.log(`Drawing this checkout and ${against} …`);
  // What was checked out is to go before this ends, whatever becomes of the other side.
  const sides = [draw(root, 'after', only), drawBefore(commit, only)];
  await Promise.allSettled(sides);
  await Promise.all(sides);
  const pictures = await compare(folder);
  const page = path.join(folder, 'index.html');
  await writeFile(page, report(pictures, against));
  console.log(`${sumOf(pictures)}.\n${page}`);
}

const read = readOnlyFlags('gallery', process.argv.slice(2), {
  from: { type: 'string', default: 'HEAD^' },
  only: { type: 'string', default: '' },
});
if ('refusal' in read) {
  console.error(`${read.refusal} It takes --from REF, --only PATTERN, and nothing else.`);
  process.exit(2);
}
// Whoever ends it ends the child that draws as well, and what was checked out is to go even then.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
try {
  await gallery(read.values.from, read.values.only);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
