import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLicences, readReleasesPage } from '../../../src-main/system/bundled.ts';
import { tempDir } from '../../temp-dir.ts';

let folder: string;
beforeEach(() => {
  folder = tempDir();
  mkdirSync(path.join(folder, 'dist'));
});
const dist = () => path.join(folder, 'dist');

describe('the page with the releases', () => {
  it.each([
    ['{"homepage":"https://host/project"}', 'https://host/project/releases'],
    ['{"homepage":"https://host/project/"}', 'https://host/project/releases'],
    ['{}', null],
    ['{"homepage":"http://host/project"}', null],
    ['{"homepage":"file:///etc"}', null],
    ['{"homepage":7}', null],
    ['null', null],
    ['{', null],
  ])('of %s is %j', async (manifest, page) => {
    writeFileSync(path.join(folder, 'package.json'), manifest);
    expect(await readReleasesPage(dist())).toBe(page);
  });

  it('is none without a package.json', async () => {
    expect(await readReleasesPage(dist())).toBeNull();
  });
});

describe('the licences', () => {
  it('are those that the build wrote beside the bundle', async () => {
    expect(await readLicences(dist())).toBeNull();
    writeFileSync(path.join(dist(), 'THIRD_PARTY_NOTICES.txt'), 'all of them');
    expect(await readLicences(dist())).toBe('all of them');
  });
});
