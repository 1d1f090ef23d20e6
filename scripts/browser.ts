/**
 * Finds the Chromium that the browser host, the browser tests and the end-to-end driver run in, and
 * says how to start it. On Debian as root it installs one; elsewhere its error names the one command.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface BrowserLaunch {
  readonly executablePath: string;
  readonly args: string[];
}

const isRoot = () => process.getuid?.() === 0;

/** What every Chromium of ours is started with: it talks to nobody but us. */
function standardArgs(): string[] {
  const args = [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--no-pings',
  ];
  // Chromium refuses to run sandboxed as root, and only as root is it started without.
  return isRoot() ? [...args, '--no-sandbox'] : args;
}

/**
 * The Chromium to start and its arguments. Rejects with the one command to run if there is none. The
 * two ways to one are for tests.
 */
export async function browserLaunch(
  find = findBrowser,
  install = installOnDebian,
): Promise<BrowserLaunch> {
  const executablePath = await Promise.resolve().then(() => find() ?? install());
  if (executablePath === null) throw new Error(advice());
  return { executablePath, args: standardArgs() };
}

/** The newest Chromium that is there; null if there is none. */
export function findBrowser(): string | null {
  const named = process.env['TABKEEPER_BROWSER'];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw new Error(`TABKEEPER_BROWSER names ${named}, which is not a program.`);
  }
  return [...playwrightCache(), ...systemPaths()].find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Playwright's own downloads, newest first. */
function playwrightCache(): string[] {
  const own = process.env['PLAYWRIGHT_BROWSERS_PATH'];
  const folders = {
    darwin: path.join(homedir(), 'Library/Caches/ms-playwright'),
    win32: path.join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright'),
  };
  const fallback =
    process.platform === 'darwin' || process.platform === 'win32'
      ? folders[process.platform]
      : path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'ms-playwright');
  const folder = own === undefined || own === '' || own === '0' ? fallback : own;
  if (!existsSync(folder)) return [];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/u.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => inside.map((file) => path.join(folder, name, file)));
}

/** Where Chromium and Chrome install themselves, the stable ones first. */
function systemPaths(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) =>
      apps.map((app) => path.join(folder, `${app}.app/Contents/MacOS/${app}`)),
    );
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => process.env[name] ?? [],
    );
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return roots.flatMap((root) => programs.map((program) => path.join(root, program)));
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
  ];
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/local/bin',
  ];
  return [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ];
}

/** Ubuntu and others have a package of the same name that is no program. */
function isDebian(): boolean {
  try {
    return /^ID=(?:debian|raspbian)$/mu.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Only on Debian, only as root. Null where that is not the case. */
function installOnDebian(): string | null {
  if (!isDebian() || !isRoot()) return null;
  process.stderr.write('No Chromium found: installing the chromium package (apt-get) …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=3', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 8 * 60_000,
    }).status === 0;
  run('update');
  if (!run('install', '-y', '--no-install-recommends', 'chromium')) {
    throw new Error(`apt-get could not install Chromium. ${advice()}`);
  }
  process.stderr.write('Chromium is installed.\n');
  return findBrowser();
}

/** The one command, for whoever runs it by hand. */
function advice(): string {
  const commands: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'brew install --cask google-chrome',
    win32: 'winget install Google.Chrome',
  };
  const debian = isDebian() ? 'sudo apt-get install -y chromium' : null;
  const command =
    commands[process.platform] ?? debian ?? 'npx playwright-core install --with-deps chromium';
  return `Tabkeeper needs Chromium or Chrome here and found none. Run: ${command} (or set TABKEEPER_BROWSER to the program).`;
}

if (import.meta.main) {
  try {
    process.stdout.write(`${(await browserLaunch()).executablePath}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
