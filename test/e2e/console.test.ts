/** The API console on the practice data, by keyboard where it can be: vendors, a bill, its ID, its payment. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { goTo, writeData } from './window.ts';

onBrowserHost('the API console', () => {
  let app: AppDriver;
  beforeEach(async () => {
    app = await launchApp({ args: ['--practice'] });
  });
  afterEach(() => app.close());

  it(
    'lists vendors, creates a bill, reads it by its ID, and pays it once the session is verified',
    { timeout: 300_000 },
    async () => {
      const { page } = app;
      const { keyboard } = page;
      await page.getByRole('button', { name: 'Extend now' }).waitFor();
      // Whoever asked for practice has begun: the ways to begin never stood there, unless the machine could
      // not sign in for as long as the window waits for it.
      const log = await readFile(path.join(app.userData, 'tabkeeper.log'), 'utf8');
      const startedAt = Date.parse(/"at":"([^"]+)","event":"started"/u.exec(log)?.[1] ?? '');
      expect(startedAt).not.toBeNaN();
      for (const crossed of await app.ipcToRenderer()) {
        if (!crossed.includes('"signedOut"')) continue;
        const at = Number(/\["at",\[(\d+)\]\]/u.exec(crossed)?.[1]);
        expect(at - startedAt).toBeGreaterThan(9_900);
      }
      const operation = page.getByRole('combobox', { name: 'Operation' });
      const reply = page.getByRole('region', { name: 'Reply', exact: true }).last();
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      const choose = async (words: string, name: string) => {
        await operation.fill(words);
        await keyboard.press('Enter');
        await expect.poll(() => operation.inputValue()).toBe(name);
      };
      /** Ends when the reply to this one is there, and not to the one before. */
      const send = async (outcome: string, doIt = () => keyboard.press('Control+Enter')) => {
        const rows = page.getByRole('list', { name: 'Calls from here' }).getByRole('listitem');
        const before = await rows.count();
        await doIt();
        await expect.poll(() => rows.count()).toBe(before + 1);
        await expect.poll(() => rows.first().innerText()).toContain(outcome);
      };

      // Opened by its key, the focus is where one types.
      await keyboard.press('Control+6');
      await expect.poll(() => operation.evaluate((it) => it === document.activeElement)).toBe(true);
      await choose('list vend', 'List/Vendor');
      await send('Accepted');
      await expect.poll(() => reply.innerText()).toContain('"name": "Cascade Paper & Supply"');

      await choose('create bill', 'Crud/Create/Bill');
      await send('Accepted');
      await expect.poll(() => reply.innerText()).toContain('"entity": "Bill"');
      const link = reply.getByRole('link', { name: /^Read Bill 00n/u }).first();
      const id = await link.innerText();

      // The ID leads to its Read, filled in, with the focus on Send.
      await link.press('Enter');
      await expect.poll(() => operation.inputValue()).toBe('Crud/Read/Bill');
      await expect
        .poll(() => button('Send').evaluate((it) => it === document.activeElement))
        .toBe(true);
      await send('Accepted', () => keyboard.press('Enter'));
      await expect.poll(() => reply.innerText()).toContain(`"id": "${id}"`);
      await expect.poll(() => reply.innerText()).toContain('"paymentStatus": "1"');

      // As it stands it goes to another tool as well; the text is main's, and on one line.
      await button('Copy as').click();
      await page.getByRole('menuitem', { name: 'Python' }).click();
      await expect.poll(() => app.clipboard()).toContain('/Crud/Read/Bill.json');
      await expect.poll(() => app.clipboard()).toContain(id);

      // What needs trust is marked before, asked about, and refused.
      await choose('paybills', 'PayBills');
      await page.getByText('PayBills needs a session verified by phone').waitFor();
      await writeData(page, JSON.stringify({ billPays: [{ billId: id, amount: 1 }] }));
      await keyboard.press('Control+Enter');
      await expect
        .poll(() => button('Back').evaluate((it) => it === document.activeElement))
        .toBe(true);
      await page.getByText('Send PayBills to the practice sandbox for').waitFor();
      await send('BDC_1361', () => button('Send PayBills').click());

      await page.getByRole('link', { name: 'Verify by phone' }).first().click();
      await button('Send code to my phone').click();
      const phone = page.getByText(/^Practice phone/u);
      const code = /: (\d{6})$/u.exec((await phone.innerText()).trim())?.[1] ?? '';
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await button('Verify').click();
      await page.getByRole('heading', { name: 'Trusted', level: 1 }).waitFor();

      // Another panel lost nothing: the payment is as it was, and is paid now.
      await keyboard.press('Control+6');
      await expect.poll(() => operation.inputValue()).toBe('PayBills');
      await button('Send').click();
      await send('Accepted', () => button('Send PayBills').click());
      await expect.poll(() => reply.innerText()).toContain('"sentPays"');
      await expect.poll(() => reply.innerText()).toContain(id);

      // A row of Activity comes back to the console.
      await goTo(page, 'Activity');
      await page.getByRole('row', { name: /Crud\/Read\/Bill/u }).click();
      await button('Repeat in the console').click();
      await expect.poll(() => operation.inputValue()).toBe('Crud/Read/Bill');
      await send('Accepted');
      await expect.poll(() => reply.innerText()).toMatch(/"paymentStatus": "[^1]"/u);
    },
  );
});
