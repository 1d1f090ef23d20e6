/** The browser that the tests and the browser host need: found, installed, or asked for by one command. */
import { execPath } from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserLaunch, findBrowser } from '../../scripts/browser.ts';

const none = () => null;

function named(file: string): void {
  const before = process.env['TABKEEPER_BROWSER'];
  process.env['TABKEEPER_BROWSER'] = file;
  onTestFinished(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, 'TABKEEPER_BROWSER');
    else process.env['TABKEEPER_BROWSER'] = before;
  });
}

describe('the browser', () => {
  it('is the one that the environment names, or an error that says so', () => {
    named(execPath);
    expect(findBrowser()).toBe(execPath);
    named('/nowhere/chromium');
    expect(findBrowser).toThrow('TABKEEPER_BROWSER names /nowhere/chromium');
  });

  it('is installed only where none is found', async () => {
    let installed = 0;
    const install = () => {
      installed += 1;
      return '/installed';
    };
    expect((await browserLaunch(() => '/found', install)).executablePath).toBe('/found');
    expect(installed).toBe(0);
    expect((await browserLaunch(none, install)).executablePath).toBe('/installed');
  });

  it('that cannot be had is a failure with the one command to run', async () => {
    await expect(browserLaunch(none, none)).rejects.toThrow(
      /^Tabkeeper needs Chromium or Chrome here and found none\. Run: \S+ .+ \(or set TABKEEPER_BROWSER/u,
    );
  });

  it('talks to nobody but us, and is without its sandbox for root alone', async () => {
    const { args } = await browserLaunch(() => '/found');
    expect(args).toEqual(expect.arrayContaining(['--disable-background-networking', '--no-pings']));
    expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });
});
