/** What a screen reader hears of the Verify panel: each change once, whatever is pushed in between. */
import { expect, test } from 'vitest';
import type { OpenView } from '../../../src-shared/session-view.ts';
import type { Window } from '../harness.ts';
import { codeWanted, expired, newer, NOW, openSession, refused, verify } from '../snapshots.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const died = () => newer({ ...expired, codeLost: true });

/** Opens the panel and notes whatever comes to stand in the live regions from then on. */
async function listen(own: Partial<OpenView> = {}): Promise<Window['page']> {
  window = await stage.open(verify(own), {
    hash: '#verify',
  });
  const { page } = window;
  await page.locator('main h1').waitFor();
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const role of ['status', 'alert']) {
      const region = document.querySelector(`[role="${role}"]`);
      if (region === null) throw new Error(role);
      new MutationObserver(() => {
        const text = region.textContent.trim();
        if (text !== '') heard.push(role === 'alert' ? `ALERT ${text}` : text);
      }).observe(region, { characterData: true, childList: true, subtree: true });
    }
  });
  return page;
}
/** What was heard since the last time one asked. */
const heard = (page: Window['page']) =>
  page.evaluate(() => {
    const { heard: all } = globalThis as unknown as { heard: string[] };
    return all.splice(0, all.length);
  });
/** The same view several times over, as new objects each time: main pushes for many a reason. */
async function push(own: Partial<OpenView>, times = 4): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const view: OpenView = structuredClone({ ...openSession, ...own });
    await window.push(verify(view));
    await window.page.clock.runFor(1000);
  }
}

const wrong = (wrongCodes: number) => ({
  ...codeWanted,
  wrongCodes,
  error: refused('BDC_1119', 'Invalid field,value: token, ••••.', 'mfaAuthenticate'),
});
const notAccepted = 'BILL did not accept this code. Type it again, or send a new one.';

test('the steps and a wrong code: the refusal instead of “Code sent”, each once', async () => {
  const page = await listen();
  await push({ mfa: { step: 'sending' } });
  await push({ mfa: codeWanted });
  expect(await heard(page)).toEqual([
    'Sending the code. The session stays as it is meanwhile.',
    'Code sent. It works until 14:16. The session stays as it is meanwhile.',
  ]);
  for (const count of [1, 2]) {
    await push({ mfa: { ...codeWanted, step: 'checking', wrongCodes: count - 1 } });
    await push({ mfa: wrong(count) });
    expect(await heard(page)).toEqual([
      'Checking the code. The session stays as it is meanwhile.',
      `${notAccepted} ${count} wrong ${count === 1 ? 'code' : 'codes'} so far.`,
    ]);
  }
  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  await push({ trust });
  expect(await heard(page)).toEqual([
    'Trusted until the session ends. From MFAAuthenticate at 14:11. Keep-alive keeps it; signing out ends it.',
  ]);
});

test('what cannot be a code is refused aloud each time that it is tried', async () => {
  const page = await listen({ mfa: codeWanted });
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('12345');
  for (let n = 0; n < 2; n += 1) {
    await code.press('Enter');
    await push({ mfa: codeWanted });
    expect(await heard(page)).toEqual(['The code has exactly six digits. There are fewer here.']);
  }
});

test('the refusals of the first step, and those that lead back to it', async () => {
  const page = await listen();
  const cases = [
    [refused('BDC_1354', '…'), 'This user has no phone for codes'],
    [refused('BDC_1358', '…'), 'Too many codes were wrong'],
    [refused('BDC_1356', '…'), 'This code has run out. Send a new code.'],
    [
      { kind: 'ownLimit', limit: 'textMessage', until: NOW + 60_000 },
      'BILL allows 5 text messages a minute. The next one from 14:12:20 on.',
    ],
    [{ kind: 'line', fault: 'offline', code: null }, 'This computer has no network.'],
  ] as const;
  for (const [error, words] of cases) {
    await push({ mfa: { step: 'sending' } });
    await push({ mfa: { step: 'start', error, sendAgainAt: NOW + 60_000 } });
    expect(await heard(page)).toEqual([
      'Sending the code. The session stays as it is meanwhile.',
      expect.stringContaining(words),
    ]);
  }
});

test('what our own side refuses, and why MFAStatus said nothing', async () => {
  const page = await listen();
  await window.answer('sendMfaCode', { ok: false, error: { kind: 'tooFast' } });
  await page.getByRole('button', { name: 'Send code to my phone' }).click();
  await push({});
  expect(await heard(page)).toEqual([expect.stringContaining('asked too often')]);
  await push({ trustError: { kind: 'line', fault: 'timeout', code: null } });
  // What stands under the button is older, and still there.
  expect(await heard(page)).toEqual([]);
  await window.answer('sendMfaCode', { ok: true, value: null });
  await page.getByRole('button', { name: 'Send code to my phone' }).click();
  expect(await heard(page)).toEqual([expect.stringContaining('did not answer in time')]);
});

test('the answer to a protected operation, by its name', async () => {
  const page = await listen();
  const pending = { at: NOW, outcome: 'pending', error: null } as const;
  await push({ tries: { PayBills: pending } });
  expect(await heard(page)).toEqual([]);
  const error = refused('BDC_1361', 'Untrusted session.');
  await push({ tries: { PayBills: { ...pending, outcome: 'refused', error } } });
  expect(await heard(page)).toEqual([expect.stringMatching(/^Pay bills: .*not verified/u)]);
  await push({ tries: { PayBills: { ...pending, outcome: 'accepted', at: NOW + 9000 } } });
  expect(await heard(page)).toEqual(['Pay bills: Accepted.']);
});

test('the death of the session under the steps: urgent once, and what became of the code', async () => {
  const page = await listen({ mfa: codeWanted });
  for (let n = 0; n < 3; n += 1) await window.push(died());
  expect((await heard(page)).toSorted()).toEqual([
    'ALERT The session has expired.',
    'Not signed in. The session ended while the code was under way, so the code is of no use. Sign in, then send a new one.',
  ]);
});
