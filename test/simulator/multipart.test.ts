/** Forms in multipart/form-data: text fields for any call, and files. */
import { describe, expect, it } from 'vitest';

import { readMultipart } from '../../src-simulator/http/multipart.ts';
import { bench, credentials, text } from './support.ts';
import type { FieldsIn } from './support.ts';

const TYPE = { 'content-type': 'multipart/form-data; boundary=cut' };

/** A body as most clients write it. */
function body(fields: FieldsIn, file: Buffer | null = null): Buffer {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head =
    '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n' +
    'Content-Type: application/pdf\r\n\r\n';
  return Buffer.concat([
    Buffer.from(parts.join('')),
    ...(file === null ? [] : [Buffer.from(head), file, Buffer.from('\r\n')]),
    Buffer.from('--cut--\r\n'),
  ]);
}

describe('text fields', () => {
  it('[C] sign in, awkward characters included, and carry the calls after it', async () => {
    const b = await bench();
    const account = b.account({}, 1);
    expect(account.password).toMatch(/[ &=+%é]/);
    const raw = body({ ...credentials(account), orgId: account.orgId });
    const login = await b.call('/Login.json', {}, { headers: TYPE, raw });
    const session = { devKey: account.devKey, sessionId: text(login.data, 'sessionId') };
    const info = await b.call('/GetSessionInfo.json', {}, { headers: TYPE, raw: body(session) });
    expect(info.code).toBeNull();
  });

  it('are read as .NET and fetch write them', async () => {
    const { devKey, orgId, userName, password } = (await bench()).account();
    const fields = Object.entries({ devKey, orgId, userName, password });
    // .NET: no quotes around the name, a Content-Type for each part, quotes around the boundary.
    const dotNet = fields
      .map(
        ([name, value]) =>
          `--"cut"\r\nContent-Type: text/plain; charset=utf-8\r\n` +
          `Content-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`,
      )
      .join('')
      .replaceAll('"cut"', 'cut');
    const b = await bench();
    const reply = await b.call(
      '/Login.json',
      {},
      {
        headers: { 'content-type': 'multipart/form-data; boundary="cut"' },
        raw: `${dotNet}--cut--\r\n`,
      },
    );
    expect(reply.code).toBeNull();
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const fetched = await fetch(`${b.simulator.baseUrl}/Login.json`, {
      method: 'POST',
      body: form,
    });
    expect(await fetched.json()).toMatchObject({ response_status: 0 });
  });

  it('and the query are one form: a known field may not differ', async () => {
    const b = await bench();
    const raw = body({ devKey: 'a' });
    const reply = await b.call('/Login.json', {}, { headers: TYPE, raw, query: '?devKey=b' });
    expect(reply.code).toBe('BDC_1002');
    expect(b.simulator.requests()[0]?.reason).toBe('badField');
  });
});

describe('a file', () => {
  it('comes with its name, type and every byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 7) % 256));
    const read = await readMultipart(TYPE['content-type'], body({ devKey: 'k' }, bytes));
    expect(read?.fields).toEqual([['devKey', 'k']]);
    const file = read?.files.get('file');
    expect([file?.fileName, file?.type]).toEqual(['a.pdf', 'application/pdf']);
    expect(file?.bytes.equals(bytes)).toBe(true);
  });

  it('has no path in its name, and may have none', async () => {
    const part = (disposition: string) =>
      Buffer.from(
        `--cut\r\nContent-Disposition: form-data; name="file"${disposition}\r\n` +
          'Content-Type: application/octet-stream\r\n\r\nx\r\n--cut--\r\n',
      );
    const name = async (disposition: string) =>
      (await readMultipart(TYPE['content-type'], part(disposition)))?.files.get('file')?.fileName;
    expect(await name('; filename="../../etc/passwd"')).toBe('passwd');
    expect(await name('; filename="C:\\\\temp\\\\a.pdf"')).toBe('a.pdf');
    expect(await name('')).toBe('');
  });
});

describe('a multipart body that cannot be read', () => {
  const whole = body({ devKey: 'a', sessionId: 'b' }, Buffer.from('file')).toString();
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`f${n}`, '1']));
  it.each([
    ['no boundary', { 'content-type': 'multipart/form-data' }, whole],
    ['another boundary', { 'content-type': 'multipart/form-data; boundary=other' }, whole],
    ['no end', TYPE, whole.slice(0, -10)],
    ['an end within a file', TYPE, whole.slice(0, whole.indexOf('file\r\n--cut--') + 2)],
    ['nothing', TYPE, ''],
    ['bytes of no form', TYPE, Buffer.from([0, 255, 13, 10, 45, 45])],
    ['more than a thousand parts', TYPE, body(many)],
  ])('(%s) is BDC_1002, and the record says why', async (_what, headers, raw) => {
    const b = await bench();
    const reply = await b.call('/GetSessionInfo.json', {}, { headers, raw });
    expect([reply.status, reply.code]).toEqual([200, 'BDC_1002']);
    expect(b.simulator.requests()[0]?.reason).toBe('encoding');
  });
});
