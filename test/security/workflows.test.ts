/** The workflows of GitHub: what they may do, and whose code they run. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../.github/workflows');
const files = readdirSync(folder);
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

/** Actions of GitHub's own, by the commit, which no tag can be moved away from; with its tag. */
const ACTIONS = [
  'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2',
  'actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e # v6.4.0',
  'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
  'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  'actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0',
];

describe('the workflows', () => {
  it('are these', () => {
    expect(files.sort()).toEqual(['ci.yml', 'nightly.yml', 'release.yml']);
  });

  it.each(files)('give each job the least rights: %s', (name) => {
    const text = read(name);
    expect(text).toMatch(/^permissions: \{\}$/mu);
    const [, jobs = ''] = text.split(/^jobs:$/mu);
    const parts = jobs.split(/^ {2}(?=[\w-]+:$)/mu).slice(1);
    expect(parts.length).toBeGreaterThan(0);
    for (const job of parts) {
      expect(job).toMatch(/^ {4}permissions:$/mu);
      expect(job).toMatch(/^ {4}timeout-minutes: \d+$/mu);
    }
    const writes = [...text.matchAll(/^ {6}([\w-]+): write$/gmu)].map(([, right]) => right);
    expect(writes).toEqual(name === 'release.yml' ? ['id-token', 'attestations', 'contents'] : []);
    expect(text).not.toMatch(/write-all|read-all|pull_request_target|workflow_run|self-hosted/u);
  });

  it.each(files)(
    'run nothing that others wrote but at a fixed version, and no user’s text: %s',
    (name) => {
      const text = read(name);
      const used = [...text.matchAll(/uses: (.+)/gu)].map(([, action]) => action);
      expect(used.length).toBeGreaterThan(0);
      for (const action of used) expect(ACTIONS).toContain(action);
      const checkouts = text.split('actions/checkout@').length - 1;
      expect(text.split('persist-credentials: false').length - 1).toBe(checkouts);
      // Titles, branches and the like are text of strangers: never in a script.
      expect(text).not.toMatch(/\$\{\{\s*(?:github\.(?:event|head_ref)|inputs)/u);
      expect(text).not.toMatch(/curl|wget|\| *(?:ba)?sh\b/u);
    },
  );

  it('run on systems by their version, and a release takes nothing from a cache', () => {
    for (const name of files) expect(read(name)).not.toMatch(/-latest\b/u);
    const release = read('release.yml');
    const nodes = release.split('actions/setup-node@').length - 1;
    expect(release.split('package-manager-cache: false').length - 1).toBe(nodes);
    expect(release).not.toMatch(/^\s+cache:/mu);
  });

  it('install from the lock file, audit everything, and publish nothing by themselves', () => {
    for (const name of files) {
      expect(read(name)).toMatch(/npm ci$/mu);
      expect(read(name)).not.toMatch(/npm (?:install|publish)\b/u);
      expect(read(name)).toMatch(/npm audit --audit-level=high$/mu);
      // No check that may fail in silence.
      expect(read(name)).not.toMatch(/\|\| (?:true|echo)|continue-on-error/u);
    }
    expect(read('release.yml')).toContain('--draft');
  });
});
