/** The three steps by keyboard alone, what is refused before it is sent, and the four operations. */
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { inputOf, type Window } from '../harness.ts';
import { codeWanted, expired, newer, NOW, refused, verify } from '../snapshots.ts';
import { focused, paste, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

async function open(view: Snapshot): Promise<Window['page']> {
  window = await stage.open(view, { hash: '#verify' });
  await window.page.locator('main h1').waitFor();
  return window.page;
}

test('the three steps by keyboard alone', async () => {
  const page = await open(verify());
  const { keyboard } = page;
  expect(await focused(page)).toBe('Not trusted');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Send code to my phone');
  await keyboard.press('Enter');
  expect(await inputOf(window, 'sendMfaCode')).toEqual({ profile: 'default' });

  await window.push(verify({ mfa: { step: 'sending' } }));
  await window.push(verify({ mfa: codeWanted }));
  await expect.poll(() => focused(page)).toBe('Code');
  await keyboard.type('12345');
  await keyboard.press('Enter');
  await page.getByText('The code has exactly six digits.').first().waitFor();
  expect(await inputOf(window, 'submitMfaCode')).toBeUndefined();

  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('４８２-917 ');
  expect(await code.inputValue()).toBe('482917');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  expect(
    await page.getByRole('checkbox', { name: 'Remember this device for 30 days' }).isChecked(),
  ).toBe(true);
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Verify');
  await keyboard.press('Enter');
  expect(await inputOf(window, 'submitMfaCode')).toEqual({
    profile: 'default',
    code: '482917',
    rememberDevice: true,
  });
  expect(await code.inputValue()).toBe('');
  expect(await page.content()).not.toContain('482917');

  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  await window.push(verify({ trust }));
  await page.getByRole('heading', { name: 'Trusted until the session ends' }).waitFor();
  await page.getByText('Open', { exact: true }).first().waitFor();
  expect(window.complaints()).toEqual([]);
});

test('Enter in the code field submits; a code the server does not know stays at this step', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  expect(await focused(page)).toBe('Code');
  await page.keyboard.type('111111');
  await page.keyboard.press('Enter');
  expect(await inputOf(window, 'submitMfaCode')).toMatchObject({ code: '111111' });
  const error = refused('BDC_1999', 'That is not the token.', 'mfaAuthenticate');
  await window.push(verify({ mfa: { ...codeWanted, wrongCodes: 1, error } }));
  await page.getByText('BILL did not accept this code.').first().waitFor();
  await page.getByText('That is not the token.').waitFor();
  await page.getByText('1 wrong code so far.').first().waitFor();
  expect(await focused(page)).toBe('Code');
});

test('a code that is of no use any more leads back to step 1, with the focus on its button', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  await page.keyboard.type('111111');
  await page.keyboard.press('Enter');
  await window.push(verify({ mfa: { ...codeWanted, step: 'checking' } }));
  const error = refused('BDC_1356', 'The token is too old.');
  await window.push(verify({ mfa: { step: 'start', error, sendAgainAt: null } }));
  await page.getByText('This code has run out.').first().waitFor();
  await expect.poll(() => focused(page)).toBe('Send code to my phone');
});

test('sending again waits for its time and says how long', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const again = page.getByRole('button', { name: 'Send again' });
  expect(await again.getAttribute('aria-disabled')).toBe('true');
  expect(await again.innerText()).toMatch(/^Send again in (?:3\d|40|41) s$/u);
  expect(await page.getByRole('button', { name: 'Send code to my phone' }).count()).toBe(0);
  await page.clock.runFor(42_000);
  await expect.poll(() => again.getAttribute('aria-disabled')).toBeNull();
  await again.click();
  expect(await inputOf(window, 'sendMfaCode')).toEqual({ profile: 'default' });
});

test('each refusal of a message has its own words', async () => {
  const page = await open(verify());
  const cases = [
    [refused('BDC_1354', 'Specified 2-Step …'), 'This user has no phone for codes'],
    [refused('BDC_1144', 'Max number …'), 'the next full hour'],
    [{ kind: 'ownLimit', limit: 'textMessage', until: NOW + 60_000 }, '5 text messages a minute'],
    [{ kind: 'line', fault: 'offline', code: null }, 'This computer has no network.'],
  ] as const;
  for (const [error, words] of cases) {
    await window.push(verify({ mfa: { step: 'start', error, sendAgainAt: null } }));
    await page.getByText(words).first().waitFor();
  }
  for (const code of ['BDC_1356', 'BDC_1374']) {
    await window.push(verify({ mfa: { ...codeWanted, error: refused(code, '') } }));
    await page.getByText('This code has run out.').first().waitFor();
  }
  await window.push(verify({ mfa: { ...codeWanted, error: refused('BDC_1358', '…') } }));
  await page.getByText('Wait until a new one may be sent').first().waitFor();
});

test('each of the four operations opens the console, filled in', async () => {
  const page = await open(verify());
  for (const [title, name] of [
    ['Pay bills', 'PayBills'],
    ['Add a vendor bank account', 'Crud/Create/VendorBankAccount'],
  ] as const) {
    await page.getByRole('button', { name: `Try it ${title}` }).press('Enter');
    await page.getByRole('heading', { name: 'API console' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Operation' }).inputValue()).toBe(name);
    await page.getByText(`${name} needs a session verified by phone`).waitFor();
    await page.getByRole('link', { name: 'Verify by phone' }).click();
    await page.getByRole('heading', { name: 'Not trusted' }).waitFor();
  }
  expect(await inputOf(window, 'tryOperation')).toBeUndefined();
});

test('a refused operation in Activity leads to the steps', async () => {
  window = await stage.open(verify(), { hash: '#activity' });
  const { page } = window;
  await page.getByRole('row', { name: 'BDC_1361' }).click();
  await page.getByRole('link', { name: 'Verify by phone' }).click();
  await page.getByRole('heading', { name: 'Not trusted' }).waitFor();
  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  await window.push(verify({ trust }));
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.getByRole('row', { name: 'BDC_1361' }).click();
  await page.getByRole('link', { name: 'Send it again in Verify' }).waitFor();
});

test('while another code is on its way, the one before stays on the panel', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('4829');
  await window.push(verify({ mfa: { step: 'sending' } }));
  expect(await code.inputValue()).toBe('4829');
  const error = { kind: 'line', fault: 'timeout', code: null } as const;
  await window.push(verify({ mfa: { ...codeWanted, error } }));
  await page.getByText('The code that you have may still work').first().waitFor();
  expect(await code.inputValue()).toBe('4829');
});

test('a session that dies under the steps takes the code with it, and the reason is given', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  await page.getByRole('textbox', { name: 'Code' }).fill('482917');
  await window.push(newer({ ...expired, codeLost: true }));
  await page.getByText('The session ended while the code was under way').first().waitFor();
  await window.push(verify({ signedInAt: NOW, codeLost: true }));
  await page.getByText('this is a new one. Send a new code.').first().waitFor();
  expect(await page.content()).not.toContain('482917');
  await window.push(verify({ signedInAt: NOW, mfa: codeWanted }));
  await page.getByText('It works until').first().waitFor();
});

test('[S127] a session that dies under a good code says how long it works, and takes it in the next one', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const codeWorksUntil = NOW + 4 * 60_000;
  await window.push(newer({ ...expired, codeWorksUntil }));
  await page
    .getByText('the code still works until 14:15. Sign in, then enter it.')
    .first()
    .waitFor();
  await window.push(
    verify({
      signedInAt: NOW,
      openedBy: 'again',
      mfa: { ...codeWanted, worksUntil: codeWorksUntil },
    }),
  );
  await page.getByText('It works until 14:15.').first().waitFor();
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('482917');
  await code.press('Enter');
  expect(await inputOf(window, 'submitMfaCode')).toMatchObject({ code: '482917' });
});

test('the reason is there too for who looks at the panel only afterwards, until a code is no matter', async () => {
  const page = await open(newer({ ...expired, codeLost: true }));
  await page.getByText('The session ended while the code was under way').first().waitFor();
  const trust = { is: 'until', until: NOW + 9e8, source: 'mfaStatus', at: NOW } as const;
  await window.push(verify({ signedInAt: NOW, codeLost: true, trust }));
  await page.getByRole('heading', { name: 'Trusted until' }).waitFor();
  expect(await page.getByRole('main').innerText()).not.toContain('Send a new code.');
});

test('a pasted code takes the place of what was typed, with whatever dashes and marks it comes', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('12');
  await paste(code, ' 482\u2212917\n');
  expect(await code.inputValue()).toBe('482917');
  await paste(code, '\u202a５５５-666\u202c');
  expect(await code.inputValue()).toBe('555666');
});

test('a whole message gives its code; what is ambiguous is refused with the reason, and not put in', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const code = page.getByRole('textbox', { name: 'Code' });
  await paste(code, 'Your BILL code is ٤٨٢٩١٧. Never share it.');
  expect(await code.inputValue()).toBe('482917');
  await paste(code, '482917 or 111222');
  await page.getByText('More than one number of six digits stands there.').first().waitFor();
  expect(await code.getAttribute('aria-invalid')).toBe('true');
  expect(await code.inputValue()).toBe('482917');
  await paste(code, '4829170');
  await page.getByText('There are more here.').first().waitFor();
  await paste(code, 'ABC-123456');
  expect(await code.inputValue()).toBe('123456');
  expect(await code.getAttribute('aria-invalid')).toBeNull();
});

test('the six cells never scroll, whatever is typed into them', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.focus();
  for (const text of [
    '482917',
    '4829170',
    '48291701234567890123',
    'wwwwwwwwwwwwwwwwwwww',
    '密密密密密密密密密密密密密密密密密密密密',
  ]) {
    await code.fill('');
    await page.keyboard.insertText(text);
    for (const key of ['End', 'ArrowRight', 'Home', 'End']) {
      await page.keyboard.press(key);
      const at = await code.evaluate((it: HTMLInputElement) => [
        it.scrollLeft,
        it.parentElement?.scrollLeft,
        it.scrollWidth <= it.clientWidth,
      ]);
      expect(at, `${text}, ${key}`).toEqual([0, 0, true]);
    }
  }
});

test('a session from elsewhere offers no device to remember, since no sign-in would send it', async () => {
  const page = await open(verify({ kind: 'session', mfa: codeWanted }));
  await page.getByRole('textbox', { name: 'Code' }).waitFor();
  expect(await page.getByRole('checkbox').count()).toBe(0);
  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  await window.push(verify({ kind: 'session', trust }));
  await page.getByRole('heading', { name: 'Trusted until the session ends' }).waitFor();
  expect(await page.getByRole('button', { name: 'Send a new code' }).count()).toBe(0);
});

test('trusted for this session only, one more code remembers the device; its refusal is shown there', async () => {
  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  const page = await open(verify({ trust }));
  await page.getByText('To remember this device, verify once more.').waitFor();
  const again = page.getByRole('button', { name: 'Send a new code' });
  await again.press('Enter');
  expect(await inputOf(window, 'sendMfaCode')).toEqual({ profile: 'default' });
  await window.push(verify({ trust, mfa: { step: 'sending' } }));
  await expect.poll(() => again.getAttribute('aria-disabled')).toBe('true');
  expect(await again.evaluate((it) => it === document.activeElement)).toBe(true);
  await window.push(verify({ trust, mfa: codeWanted }));
  await expect.poll(() => focused(page)).toBe('Code');
  const error = refused('BDC_1354', '…');
  await window.push(verify({ trust, mfa: { step: 'start', error, sendAgainAt: null } }));
  await page.getByText('This user has no phone for codes').first().waitFor();
  await page.getByRole('button', { name: 'Read BILL’s help on phones' }).waitFor();
  await page.getByRole('heading', { name: 'Trusted until the session ends' }).waitFor();
});

test('a session that BILL lets no code verify is not sent round in a circle', async () => {
  const error = refused('BDC_1361', 'Untrusted session.');
  const page = await open(verify({ mfa: { step: 'start', error, sendAgainAt: null } }));
  await page.getByText('BILL lets no code verify this session.').first().waitFor();
  await page.getByText('sign in with user and password').first().waitFor();
  await window.push(verify({ mfa: { ...codeWanted, error } }));
  await page.getByText('BILL lets no code verify this session.').first().waitFor();
});

test('Enter in the device name keeps the name and sends no code', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  await page.getByRole('textbox', { name: 'Code' }).fill('482917');
  const name = page.getByRole('textbox', { name: 'Device name' });
  await name.fill('desk');
  await name.press('Enter');
  expect(await inputOf(window, 'nameMachine')).toMatchObject({ machineName: 'desk' });
  expect(await inputOf(window, 'submitMfaCode')).toBeUndefined();
});
