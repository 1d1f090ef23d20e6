/** The workflows of GitHub: what they may do, and whose code they run. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../.github/workflows');
const files = readdirSync(folder);
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

/** Actions of GitHub's own, by the exact tag that was looked at. */
const ACTIONS = [
  'actions/checkout@v4.2.2',
  'actions/setup-node@v4.1.0',
  'actions/upload-artifact@v4.4.3',
  'actions/download-artifact@v4.1.8',
  'actions/attest-build-provenance@v2.1.0',
];

describe('the workflows', () => {
  it('are these', () => {
    expect(files.sort()).toEqual(['ci.yml', 'release.yml']);
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
      const used = [...text.matchAll(/uses: (\S+)/gu)].map(([, action]) => action);
      expect(used.length).toBeGreaterThan(0);
      for (const action of used) expect(ACTIONS).toContain(action);
      const checkouts = text.split('actions/checkout@').length - 1;
      expect(text.split('persist-credentials: false').length - 1).toBe(checkouts);
      // Titles, branches and the like are text of strangers: never in a script.
      expect(text).not.toMatch(/\$\{\{\s*(?:github\.(?:event|head_ref)|inputs)/u);
      expect(text).not.toMatch(/curl|wget|\| *(?:ba)?sh\b/u);
    },
  );

  it('install from the lock file, audit everything, and publish nothing by themselves', () => {
    for (const name of files) {
      expect(read(name)).toMatch(/npm ci$/mu);
      expect(read(name)).not.toMatch(/npm (?:install|publish)\b/u);
      expect(read(name)).toMatch(/npm audit --audit-level=high$/mu);
    }
    expect(read('release.yml')).toContain('--draft');
  });
});
