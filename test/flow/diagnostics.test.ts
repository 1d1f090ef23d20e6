/** What a user may send to whoever helps: enough to see what happened, and nothing about who it was. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawServer } from '../bill/support.ts';
import { secretsIn } from '../e2e/secrets.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

describe('diagnostics', () => {
  let app: Tabkeeper;
  let code = '';
  beforeEach(async () => {
    app = await startTabkeeper({
      simulator: {
        onEvent: (event) => {
          if (event.event === 'sms') ({ code } = event);
        },
      },
    });
  });
  afterEach(() => app.close());

  async function preview(): Promise<string> {
    const result = await app.call('previewDiagnostics', {});
    if (!result.ok) throw new Error(result.error.kind);
    return (result.value as { text: string }).text;
  }

  it('tell how each session stands and what was called, without saying whose it is', async () => {
    await app.call('editProfile', { profile: PROFILE, change: { name: 'Canary Inc' } });
    await app.signIn();
    await app.does('sendMfaCode', { profile: PROFILE });
    await app.does('submitMfaCode', { profile: PROFILE, code: '000000', rememberDevice: false });
    await app.advance(11 * MINUTE);
    const text = await preview();

    const report = JSON.parse(text.slice(0, text.indexOf('\n\n'))) as {
      profiles: { is: string; kind: string; session: object }[];
      calls: { endpoint: string; profile: string; error: object | null }[];
    };
    expect(report.profiles).toMatchObject([
      {
        is: 'profile 1',
        kind: 'password',
        server: 'local',
        session: { state: 'live', touches: 1, trust: { is: 'untrusted' } },
      },
    ]);
    expect(report.calls.map(({ endpoint }) => endpoint)).toEqual([
      'GetSessionInfo',
      'MFAAuthenticate',
      'MFAChallenge',
      'Login',
    ]);
    expect(new Set(report.calls.map((call) => call.profile))).toEqual(new Set(['profile 1']));
    expect(report.calls[1]?.error).toMatchObject({ kind: 'refused' });
    expect(report.calls[1]?.error).not.toHaveProperty('text');
    // And the log, below it.
    expect(text).toContain('"event":"call"');

    const account = app.simulator.accounts[0];
    if (account === undefined) throw new Error('no account');
    const { userName, password, orgId, devKey, phone } = { ...account, phone: account.phone ?? '' };
    const names = { userName, password, orgId, devKey, phone, name: 'Canary Inc', code };
    const places = { url: app.simulator.baseUrl, folder: '/nowhere', profile: PROFILE };
    expect(secretsIn(text.replace(/\d{7,}/gu, '…'), { ...names, ...places })).toEqual([]);
    const masked = app.open().sessionIdMasked.slice(0, 4);
    expect(text).not.toContain(masked);
  });

  it('are saved exactly as they were previewed last, and not before', async () => {
    expect(await app.call('saveDiagnostics', {})).toMatchObject({ error: { kind: 'notNow' } });
    const text = await preview();
    await app.signIn();
    expect(await app.call('saveDiagnostics', {})).toEqual({ ok: true, value: null });
    expect(app.savedTexts).toEqual([text]);
  });

  it('[C12] say that the authorities of the system could not be read', async () => {
    const { port } = await rawServer((socket) => socket.end());
    const broken = await startTabkeeper({
      network: {
        ca: () => {
          throw new Error('canary of the keychain');
        },
      },
    });
    const read = async () => {
      const result = await broken.call('previewDiagnostics', {});
      if (!result.ok) throw new Error(result.error.kind);
      return (result.value as { text: string }).text;
    };
    expect(await read()).toContain('"authorities": "notReadYet"');
    await broken.signIn({ server: { kind: 'local', url: `https://127.0.0.1:${port}/api/v2` } });
    const text = await read();
    expect(text).toContain('"authorities": "node"');
    expect(text).toContain('"where":"authorities"');
    expect(text).not.toContain('canary of the keychain');
    await broken.close();
  });
});
