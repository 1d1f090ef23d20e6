/**
 * "Copy as": a call of the session, a row of Activity, or what stands in the console, on the clipboard as a
 * line for another tool.
 */
import {
  DEV_KEY,
  GATEWAY_TOKEN,
  requestOf,
  SESSION_ID,
  variablesOf,
  type CallToCopy,
  type Field,
  type Way,
} from '../../src-shared/copy-as/copied-request.ts';
import type {
  CopiedCall,
  CopyFormat,
  CopyOutcome,
  CopyRefusal,
} from '../../src-shared/copy-as/formats.ts';
import { collectionText, copyText, type CopyText } from '../../src-shared/copy-as/copy-text.ts';
import { recordedCall } from '../../src-shared/copy-as/recorded-call.ts';
import type { ExchangeDetail } from '../../src-shared/exchange.ts';
import { fail, notNow, ok, type Result } from '../../src-shared/result.ts';
import { isObject, parseJson } from '../../src-shared/text/parse-json.ts';
import { copyAsWords } from '../../src-shared/words.ts';
import type { GatewayAccess } from '../gateway/gateway.ts';
import type { Desktop } from '../ports.ts';
import type { Runner } from '../session/runner.ts';
import type { Handlers } from './router.ts';
import { notJson } from './try-operation.ts';

/** One of BILL's own operations; see bill/paths.ts. */
interface CopyableOperation {
  readonly title: string;
  readonly path: string;
  /** JSON text, or null for none. */
  readonly data: string | null;
  /** One word for what it is about. */
  readonly group: string;
}

export interface CopyAsDeps {
  readonly runner: (profile: string) => Runner | null;
  /** Null where the gateway is off for a profile. */
  readonly gatewayOf: (profile: string) => GatewayAccess | null;
  /** Where the profile's server is known to be, with or without a session. */
  readonly baseUrlOf: (profile: string) => string | null;
  readonly exchange: (id: number) => ExchangeDetail | null;
  /** As many characters of a field are kept for Activity. */
  readonly longestField: number;
  /** How an operation is sent; see bill/paths.ts. */
  readonly mannerOf: (title: string) => 'form' | 'own' | 'other';
  /** A call that only reads, to begin with; and every operation. */
  readonly sample: CopyableOperation;
  readonly operations: readonly CopyableOperation[];
  readonly desktop: Pick<Desktop, 'copyText' | 'copySecret'>;
}

/** The handlers of these commands. */
export type CopyAsCommands = Pick<Handlers, 'copyAs' | 'previewCopy'>;

export function createCopyAsCommands(deps: CopyAsDeps): CopyAsCommands {
  const { runner, gatewayOf, desktop } = deps;

  /** The gateway opens, ends and verifies no session: such a call goes to the server itself. */
  function wayOf(profile: string, title: string, baseUrl: string): Way {
    const gateway = deps.mannerOf(title) === 'own' ? null : gatewayOf(profile);
    return gateway === null
      ? { way: 'direct', baseUrl }
      : { way: 'gateway', baseUrl: gateway.address };
  }

  /** The call and where it was, or would be, sent. `notNow`: there is none, or no address yet. */
  function find(profile: string, copied: CopiedCall): Result<Found | CopyRefusal> {
    if (copied.of === 'session') {
      const baseUrl = deps.baseUrlOf(profile);
      return baseUrl === null ? notNow : ok({ call: callOf(deps.sample), baseUrl });
    }
    if (copied.of === 'operation') return typed(profile, copied);
    const detail = deps.exchange(copied.id);
    const baseUrl = detail?.request.baseUrl ?? null;
    if (detail === null || baseUrl === null || detail.profile !== profile) return notNow;
    if (deps.mannerOf(detail.endpoint) === 'other') return ok('file');
    const call = recordedCall(detail, deps.longestField);
    if (call === null) return notNow;
    return ok(typeof call === 'string' ? call : { call, baseUrl });
  }

  /** As it would be sent; the line ends of JSON stand between its parts alone, and no shell takes them. */
  function typed(profile: string, { operation, body }: TypedCall): Result<Found> {
    const one = deps.operations.find(({ title }) => title === operation);
    const baseUrl = deps.baseUrlOf(profile);
    if (one === undefined || baseUrl === null) return notNow;
    const data = one.data === null ? null : body.replace(/\s*[\r\n]\s*/gu, '');
    if (data !== null && !isObject(parseJson(data))) return notJson;
    return ok({ call: callOf({ ...one, data }), baseUrl });
  }

  /** Null without a session, or with a gateway that is off meanwhile. */
  function liveValues(profile: string, way: Way): Record<string, string> | null {
    if (way.way === 'gateway') {
      const gateway = gatewayOf(profile);
      return gateway === null ? null : { [GATEWAY_TOKEN.env]: gateway.token };
    }
    const keys = runner(profile)?.keys() ?? null;
    if (keys === null) return null;
    // To another server than the session's own the keys of the session do not go.
    if (keys.baseUrl !== way.baseUrl) return null;
    return { [SESSION_ID.env]: keys.sessionId, [DEV_KEY.env]: keys.devKey };
  }

  function everything(way: Way): CopyText {
    const all = deps.operations.map((one) => ({
      request: requestOf(callOf(one), way),
      folder: one.group,
    }));
    return collectionText(copyAsWords.collection(copyAsWords.everything), all);
  }

  async function copy(
    profile: string,
    { call, baseUrl }: Found,
    format: CopyFormat,
    live: boolean,
    isSample: boolean,
  ): Promise<Result<CopyOutcome>> {
    const way = wayOf(profile, call.title, baseUrl);
    const request = requestOf(call, way);
    // A collection only names its variables.
    const all = live && format !== 'postman' ? liveValues(profile, way) : {};
    if (all === null) return notNow;
    const values = Object.fromEntries(
      variablesOf(request).flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
    );
    const made =
      isSample && format === 'postman' ? everything(way) : copyText(format, request, values);
    if ('refused' in made) return ok({ is: 'refused', why: made.refused });
    const holdsSecret = Object.keys(values).length > 0;
    const arrived = await (holdsSecret
      ? desktop.copySecret(made.text)
      : desktop.copyText(made.text));
    if (!arrived) return fail({ kind: 'internal' });
    // Whoever took the ID along is told of the one that comes after it.
    const sessionId = values[SESSION_ID.env];
    if (sessionId !== undefined) runner(profile)?.dispatch({ type: 'copySessionId', sessionId });
    return ok({ is: 'copied' });
  }

  return {
    copyAs: async ({ profile, call: copied, format, live }) => {
      const found = find(profile, copied);
      if (!found.ok) return found;
      if (typeof found.value === 'string') return ok({ is: 'refused', why: found.value });
      return copy(profile, found.value, format, live, copied.of === 'session');
    },
    previewCopy: ({ profile, format }) => {
      const baseUrl = deps.baseUrlOf(profile);
      if (baseUrl === null) return notNow;
      const call = callOf(deps.sample);
      const way = wayOf(profile, call.title, baseUrl);
      const made = copyText(format, requestOf(call, way));
      return 'text' in made ? ok({ text: made.text, way: way.way }) : notNow;
    },
  };
}

type TypedCall = Extract<CopiedCall, { readonly of: 'operation' }>;

interface Found {
  readonly call: CallToCopy;
  readonly baseUrl: string;
}

function callOf({ title, path, data }: CopyableOperation): CallToCopy {
  const keys: readonly Field[] = [
    { name: 'sessionId', value: SESSION_ID },
    { name: 'devKey', value: DEV_KEY },
  ];
  return { title, path, fields: data === null ? keys : [...keys, { name: 'data', value: data }] };
}
