/** The list of profiles: what can be done to it, and that the app can always read what it wrote. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../scale.ts';
import { anyText } from '../any-text.ts';
import {
  cleanName,
  freeName,
  MAX_PROFILES,
  parseProfileFile,
} from '../../src-main/profiles/profile.ts';
import type { BaseUrl } from '../../src-main/ports.ts';
import { withoutUnseen } from '../../src-shared/text/visible.ts';
import { exportOf, openList } from './support.ts';

const typed = (userName: string, orgId = '00801ACME') => ({
  ...{ userName, orgId, password: 'p', devKey: 'k', kind: 'password' as const },
  baseUrl: 'https://api-stage.bill.com/api/v2' as BaseUrl,
});
const bill = { kind: 'bill' } as const;

/** Waits for the write that the last change began. */
const written = () => new Promise((resolve) => setImmediate(resolve));

describe('what the app writes it can read again', () => {
  it('whatever is done to the list', async () => {
    const text = fc.oneof(fc.string({ maxLength: 320 }), anyText({ maxLength: 320 }));
    const action = fc.oneof(
      fc.record({ does: fc.constant('worked' as const), text }),
      fc.record({ does: fc.constant('rename' as const), text }),
      fc.record({ does: fc.constantFrom('duplicate', 'create', 'move', 'forget') }),
      fc.record({ does: fc.constant('import' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const { profiles, saved } = await openList();
        for (const one of actions) {
          const id = profiles.selected();
          if (one.does === 'worked') {
            await profiles.signInWorked(id, bill, typed(withoutUnseen(one.text)), null);
            await profiles.keep(id, 'everything', profiles.device(id));
          } else if (one.does === 'rename') profiles.edit(id, { name: one.text });
          else if (one.does === 'duplicate') profiles.duplicate(id);
          else if (one.does === 'create') profiles.create();
          else if (one.does === 'move') profiles.move(id, 3);
          else if (one.does === 'forget') await profiles.forget(id);
          else profiles.imported(profiles.exported());
        }
        profiles.edit(profiles.selected(), { colour: 'pink' });
        await written();
        const file = parseProfileFile(saved());
        expect(file).toEqual(saved());
        const more = typeof file === 'object' ? (file?.profiles.length ?? 0) : 0;
        const fits = profiles.all().length + more <= MAX_PROFILES;
        expect(profiles.imported(profiles.exported()).ok).toBe(fits);
      }),
      { numRuns: scaled(60) },
    );
  });

  it('copies of the longest name have names of their own that fit', () => {
    const name = 'x'.repeat(60);
    const others: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const list = others.map((one) => ({ name: one })) as never;
      others.push(freeName(name, list));
    }
    expect(new Set(others).size).toBe(12);
    for (const one of others) expect(one.length).toBeLessThanOrEqual(60);
    expect(others[11]).toBe(`${'x'.repeat(57)} 12`);
  });

  it('a long user name is cut to a name, without half a character at its end', async () => {
    const { profiles } = await openList();
    await profiles.signInWorked('id-1', bill, typed(`${'a'.repeat(59)}😀${'b'.repeat(200)}`), null);
    expect(profiles.get('id-1')?.name).toBe('a'.repeat(59));
    expect(cleanName(' \u0000\n ')).toBe('');
    expect(freeName('\u202e', [])).toBe('New profile');
  });
});

describe('the list', () => {
  it('holds 200 profiles and refuses the next, whichever way it comes', async () => {
    const { profiles } = await openList(
      exportOf(...Array.from({ length: MAX_PROFILES - 1 }, () => ({}))),
    );
    expect(profiles.create()).not.toBeNull();
    expect(profiles.create()).toBeNull();
    expect(profiles.practice()).toMatchObject({ userName: '' });
    expect(profiles.duplicate('p0')).toMatchObject({
      error: { kind: 'invalidInput', problem: 'tooMany' },
    });
    expect(profiles.imported(exportOf({}))).toMatchObject({
      error: { kind: 'file', trouble: 'tooMany' },
    });
    expect(profiles.all()).toHaveLength(MAX_PROFILES);
  });

  it('renames, and keeps the name when the new one shows nothing', async () => {
    const { profiles, saved } = await openList(exportOf({}));
    profiles.edit('p0', { name: '  Acme\u0007 ' });
    expect(profiles.get('p0')?.name).toBe('Acme');
    profiles.edit('p0', { name: ' \u0000 ' });
    expect(profiles.get('p0')?.name).toBe('Acme');
    await written();
    expect(saved()).toMatchObject({ profiles: [{ name: 'Acme' }] });
  });

  it('duplicates everything but the identity of the device and the sign-in on launch', async () => {
    const { profiles } = await openList(exportOf({ name: 'Acme', signInOnLaunch: true }));
    expect(profiles.duplicate('p0')).toMatchObject({
      ok: true,
      value: { name: 'Acme 2', userName: 'dana@acme.test', signInOnLaunch: false },
    });
    const [first, twin] = profiles.all();
    expect(twin?.deviceId).not.toBe(first?.deviceId);
    expect(profiles.selected()).toBe(twin?.id);
    expect(profiles.duplicate('nobody')).toMatchObject({ error: { kind: 'invalidInput' } });
  });

  it('is put in another order, also beyond its end, and stays so', async () => {
    const { profiles, saved } = await openList(exportOf({}, {}, {}));
    profiles.move('p0', 99);
    profiles.move('p2', 0);
    profiles.move('nobody', 0);
    expect(profiles.all().map(({ id }) => id)).toEqual(['p2', 'p1', 'p0']);
    await written();
    expect(saved()).toMatchObject({ profiles: [{ id: 'p2' }, { id: 'p1' }, { id: 'p0' }] });
  });

  it('keeps the tombstone of a forgotten profile, and this computer, out of an export', async () => {
    const { profiles } = await openList({ ...exportOf({}, {}), forgotten: ['gone'] });
    const text = JSON.stringify(profiles.exported());
    expect(text).toContain('dana@acme.test');
    for (const own of ['gone', 'device-0', 'Elsewhere']) expect(text).not.toContain(own);
  });
});

describe('an import', () => {
  it('adds what an export holds, with IDs and a device of its own', async () => {
    const { profiles } = await openList();
    const local = { kind: 'local', url: 'http://127.0.0.1:8080/api/v2' };
    expect(profiles.imported(exportOf({ name: 'Acme' }, { name: 'Acme', server: local }))).toEqual({
      ok: true,
      value: 2,
    });
    const [, first, second] = profiles.all();
    expect([first?.name, second?.name]).toEqual(['Acme', 'Acme 2']);
    expect([first?.machineName, second?.server]).toEqual(['Test machine', local]);
    expect(first?.id).not.toBe('p0');
    expect(profiles.kept(first?.id ?? '')).toMatchObject({ what: 'nothing', draft: false });
  });

  it.each([
    ['profiles.1.server.url', { server: { kind: 'local', url: 'https://api.bill.com/api/v2' } }],
    ['profiles.1.server.url', { server: { kind: 'local', url: 'http://evil.test' } }],
    ['profiles.1.server.url', { server: { kind: 'local', url: 'http://127.0.0.1@evil.test' } }],
    ['profiles.1.server.url', { server: { kind: 'local', url: '' } }],
    ['profiles.1.name', { name: '   ' }],
    ['profiles.1.name', { name: 'Acme\u0000' }],
    ['profiles.1.name', { name: 'Acme\u202etset' }],
    ['profiles.1.name', { name: 'x'.repeat(61) }],
    ['profiles.1.colour', { colour: 'red' }],
    ['profiles.1.userName', { userName: 7 }],
    ['profiles.1.userName', { userName: 'dana\u202e@acme.test' }],
    ['profiles.1.orgId', { orgId: '008\n01' }],
    ['profiles.1.id', { id: '../../etc' }],
  ])('is refused with its place: %s', async (at, wrong) => {
    const { profiles } = await openList();
    const before = profiles.all();
    expect(profiles.imported(exportOf({}, wrong))).toEqual({
      ok: false,
      error: { kind: 'file', trouble: 'notAnExport', at },
    });
    expect(profiles.all()).toBe(before);
  });

  it.each([null, [], 'text', 7, {}, { version: 1 }, { version: 1, profiles: {} }])(
    'of %j is refused',
    async (value) => {
      const { profiles } = await openList();
      expect(profiles.imported(value)).toMatchObject({
        error: { kind: 'file', trouble: 'notAnExport' },
      });
    },
  );

  it('of a newer app is refused as newer', async () => {
    const { profiles } = await openList();
    expect(profiles.imported({ version: 2 })).toMatchObject({ error: { trouble: 'newer' } });
  });
});
