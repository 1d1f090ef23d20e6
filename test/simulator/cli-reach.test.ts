/** The program as clients of other machines, languages and people see it. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { version } from '../../src-simulator/index.ts';
import { makeCertificate } from '../../src-simulator/tls/certificate.ts';
import { file, inFolder, Program } from './program.ts';

describe('the ready line', () => {
  it('tells version, no TLS and no control unless they were asked for', async () => {
    const ready = await new Program().line('ready');
    expect(Object.keys(ready)).toEqual([
      ...['event', 'version', 'baseUrl', 'accounts', 'tls', 'control'],
    ]);
    expect([ready['version'], ready['tls'], ready['control']]).toEqual([version, null, null]);
  });

  it('comes after a warning where others can reach the program', async () => {
    const program = new Program('--host', '0.0.0.0', '--allow-host', 'billsim');
    await program.line('ready');
    expect(program.lines.map(({ event }) => event)).toEqual(['warning', 'ready']);
  });

  it('is alone with --quiet, and the warning goes to standard error', async () => {
    const program = new Program('--quiet', '--host', '0.0.0.0');
    const { session } = await program.signIn();
    await program.call('/MFAChallenge.json', { ...session, data: '{}' });
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(program.lines.map(({ event }) => event)).toEqual(['ready']);
    expect(program.stderr).toMatch(/^It listens on 0\.0\.0\.0, .+\n$/);
  });
});

describe('--tls', () => {
  it('writes the authority for clients to trust and no key, and takes it away at the end', async () => {
    const program = new Program('--tls', '--allow-host', 'api-stage.bill.com');
    const { tls, baseUrl } = await program.line('ready');
    const { caFile } = tls as { caFile: string };
    expect(baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const folderOfCa = path.dirname(caFile);
    expect(readdirSync(folderOfCa)).toEqual([path.basename(caFile)]);
    expect(readFileSync(caFile, 'utf8')).not.toContain('PRIVATE');
    expect(new X509Certificate(readFileSync(caFile)).ca).toBe(true);
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(existsSync(folderOfCa)).toBe(false);
    expect(JSON.stringify(program.lines)).not.toContain('PRIVATE');
  });

  it('with files of one’s own names no authority', async () => {
    const { cert, key } = await makeCertificate(['127.0.0.1']);
    const program = new Program(
      ...['--tls-cert', file('cert.pem', cert), '--tls-key', file('key.pem', key)],
    );
    const ready = await program.line('ready');
    expect([ready['tls'], String(ready['baseUrl']).slice(0, 8)]).toEqual([
      ...[{ caFile: null }, 'https://'],
    ]);
  });

  it('with files that are no pair, or not there, ends with 2 and one sentence', async () => {
    const [one, other] = await Promise.all([makeCertificate(['a']), makeCertificate(['a'])]);
    const refused = async (cert: string, key: string) => {
      const program = new Program('--tls-cert', cert, '--tls-key', key);
      expect(await program.exit).toBe(2);
      expect(program.lines).toEqual([]);
      return program.stderr;
    };
    const cert = file('one.pem', one.cert);
    expect(await refused(cert, file('other.pem', other.key))).toMatch(
      /^".*one\.pem" and ".*other\.pem" are no certificate with its key \(\w+\)\.\n$/,
    );
    expect(await refused(cert, inFolder('none'))).toMatch(
      /^The file ".*none" cannot be read \(ENOENT\)\.\n$/,
    );
  });
});

describe('--control', () => {
  it('takes its token from the environment, else makes one', async () => {
    const own = await new Program('--control', '0').line('ready');
    expect(own['control']).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
      token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    });
    Program.env = { ...process.env, TABKEEPER_CONTROL_TOKEN: 'given' };
    const program = new Program('--control', '0');
    Program.env = process.env;
    const { control } = await program.line('ready');
    const { url, token } = control as { url: string; token: string };
    expect(token).toBe('given');
    const ask = (authorization: string) =>
      fetch(`${url}/v1/accounts`, { headers: { authorization } }).then(({ status }) => status);
    expect([await ask('Bearer given'), await ask('Bearer other')]).toEqual([200, 401]);
  });

  it('names the port that is taken, its own or the simulator’s', async () => {
    const first = new Program('--control', '0');
    const { control } = await first.line('ready');
    const { port } = new URL((control as { url: string }).url);
    const second = new Program('--control', port);
    expect(await second.exit).toBe(1);
    expect(second.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another, or 0 for any free one.\n`,
    );
    expect(second.lines).toEqual([]);
  });
});

describe('the program', () => {
  it('says its version, and nothing else', async () => {
    const program = new Program('--version');
    expect([await program.exit, program.stdout]).toEqual([0, `${version}\n`]);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('prints lines for people with --pretty, without a secret but where it begins', async () => {
    const program = new Program('--pretty', '--option', 'latencyMs=0');
    const [, base = ''] = await program.matches(/Ready at (\S+)/u);
    const [, password = ''] = await program.matches(/normal +avery\S+ +password (\S+)/u);
    const body = new URLSearchParams({ userName: 'avery@northwind.test', password: 'wrong' });
    await fetch(`${base}/Login.json`, { method: 'POST', body });
    await program.matches(/^\d\d:\d\d:\d\d {2}POST {2}\/Login\.json {2}200 {2}BDC_/mu);
    expect(program.stdout.split(password)).toHaveLength(2);
    expect(program.stdout).not.toContain('{');
  });

  it('refuses an address that is none of this machine with one sentence', async () => {
    const program = new Program('--host', '192.0.2.1');
    expect(await program.exit).toBe(1);
    expect(program.stderr).toBe('192.0.2.1 is no address of this machine (EADDRNOTAVAIL).\n');
  });

  it('ends with the first line that finds no reader any more', async () => {
    const program = new Program('--option', 'latencyMs=0');
    const { baseUrl } = await program.line('ready');
    program.child.stdout.destroy();
    const exit = new Promise((resolve) => program.child.once('exit', resolve));
    await fetch(`${String(baseUrl)}/Errors.json`).catch(() => undefined);
    expect(await exit).toBe(0);
  });
});
