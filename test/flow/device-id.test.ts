/** The ID of this computer at BILL: short, replaced where it is refused, kept while it is trusted. */
import { describe, expect, it } from 'vitest';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';
import { startKept, startSaved } from './saved-world.ts';

const profile = PROFILE;
const UUID = '2b7c1a52-3f0e-4c57-9f0b-0d6b3f8c9a11';
const SHORT = /^[a-z0-9]{20}$/u;

interface StoredFile {
  readonly profiles: readonly { readonly deviceId: string }[];
}
const storedId = (app: Tabkeeper) => (app.stored() as StoredFile).profiles[0]?.deviceId ?? '';
/** What an earlier version has left: everything but a short ID. */
const withLongId = (stored: unknown) => {
  const file = stored as StoredFile;
  return { ...file, profiles: file.profiles.map((one) => ({ ...one, deviceId: UUID })) };
};

async function verify(app: Tabkeeper, rememberDevice = true): Promise<void> {
  await app.does('sendMfaCode', { profile });
  await type(app, rememberDevice);
}
async function type(app: Tabkeeper, rememberDevice = true): Promise<void> {
  const code = app.code();
  await app.does('submitMfaCode', { profile, code, rememberDevice });
}

describe('[S126] the ID of this computer', () => {
  it('is accepted by a server that takes no more than 20 characters', async () => {
    const app = await startTabkeeper({ simulator: { options: { deviceIdMaxLength: 20 } } });
    await app.signIn();
    await verify(app);
    expect(app.open().trust.is).toBe('until');
    await app.close();
  });

  it('that is refused at a code is another one from then on, and the code can be typed again', async () => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('editProfile', { profile, change: { name: 'Bench' } });
    const before = storedId(app);
    app.simulator.setFaults([
      { endpoint: '/MFAAuthenticate.json', fault: 'bdc', code: 'BDC_1143', times: 1 },
    ]);
    await verify(app);
    expect(app.open().mfa).toMatchObject({
      step: 'codeWanted',
      wrongCodes: 0,
      error: { kind: 'refused', code: 'BDC_1143', meaning: 'deviceRefused' },
    });
    const renewed = storedId(app);
    expect([renewed === before, SHORT.test(before), SHORT.test(renewed)]).toEqual([
      false,
      true,
      true,
    ]);
    await type(app);
    expect(app.open().trust.is).toBe('until');
    expect(storedId(app)).toBe(renewed);
    await app.close();
  });

  it('that is refused at a sign-in is another one, and the next sign-in goes without a device', async () => {
    const world = await startKept();
    await verify(world.app);
    const before = storedId(world.app);
    await world.app.does('signOut', { profile });
    world.app.simulator.setFaults([
      { endpoint: '/Login.json', fault: 'bdc', code: 'BDC_1143', times: 1 },
    ]);
    await world.app.does('resume', { profile });
    expect(world.app.session()).toMatchObject({
      state: 'signedOut',
      error: { meaning: 'deviceRefused' },
      deviceLost: 'refused',
    });
    expect(storedId(world.app)).not.toBe(before);
    await world.app.does('resume', { profile });
    expect(world.app.open().trust).toMatchObject({ is: 'untrusted' });
    // Half a minute lies between two messages.
    await world.app.advance(30_000);
    await verify(world.app);
    expect(world.app.open().trust.is).toBe('until');
  });

  it('of an earlier version is replaced where nothing is remembered by it', async () => {
    const world = await startKept();
    await world.restart({ stored: withLongId(world.app.stored()) });
    expect(storedId(world.app)).toMatch(SHORT);
  });

  it('of an earlier version stays as long as a device is remembered by it, and no longer', async () => {
    const world = await startSaved();
    const stored = () => world.app.stored();
    await world.signIn(0);
    await world.keepAll();
    // As if it had been there from the start: the server remembers what it was told.
    const short = storedId(world.app);
    await verify(world.app);
    const file = JSON.parse(JSON.stringify(stored()).replaceAll(short, UUID)) as unknown;
    await world.restart({ stored: file });
    expect(storedId(world.app)).toBe(UUID);
    expect(world.profile().rememberedUntil).not.toBeNull();
    await world.app.does('forgetDevice', { profile });
    expect(storedId(world.app)).toMatch(SHORT);
  });

  it('of an earlier version stays while the keyring does not say what is remembered', async () => {
    const world = await startKept();
    world.box.takeAway();
    await world.restart({ stored: withLongId(world.app.stored()) });
    expect(world.snapshot().storage.is).toBe('locked');
    expect(storedId(world.app)).toBe(UUID);
    world.box.giveBack();
    await world.app.does('retryStorage', {});
    expect(storedId(world.app)).toMatch(SHORT);
  });
});
