/** A call in the format that a person chose. Pure: live values come in by an argument of their own. */
import { copyAsWords } from '../words.ts';
import { fetchText, pythonText } from './code-texts.ts';
import type { CopyFormat, CopyRefusal } from './formats.ts';
import { codeText, fishText, posixText, powerShellText } from './quoting.ts';
import { plainRequest, variablesOf, type Request } from './copied-request.ts';
import { curlFishText, curlText, httpieText, powerShellCall } from './shell-texts.ts';
import {
  httpFileText,
  postmanCollection,
  postmanEnvironment,
  type InFolder,
  type Values,
} from './tool-files.ts';

export type CopyText = { readonly text: string } | { readonly refused: CopyRefusal };

/** Live values as each language sets its variables: they stay out of every argument of a process. */
type Assign = (name: string, value: string) => string;
// Many shells keep a line that begins with a space out of their history.
const posix: Assign = (name, value) => ` ${name}=${posixText(value)}`;
const assign = {
  posix,
  fish: (name, value) => ` set ${name} ${fishText(value)}`,
  powerShell: (name, value) => `$env:${name} = ${powerShellText(value)}`,
  javaScript: (name, value) => `process.env.${name} = ${codeText(value)};`,
  python: (name, value) => `os.environ['${name}'] = ${codeText(value)}`,
} satisfies Readonly<Record<string, Assign>>;

/**
 * The text, without a line break at its end where it is a command. `values`: what stands in it for
 * variables of the environment; with none it holds no secret, whatever the call.
 */
export function copyText(format: CopyFormat, wanted: Request, values: Values = {}): CopyText {
  const request = plainRequest(wanted);
  if (typeof request === 'string') return { refused: request };
  if (Object.values(values).some((value) => /[\p{Cc}\p{Cs}]/u.test(value)))
    return { refused: 'hidden' };
  const set = (how: Assign) =>
    variablesOf(request)
      .flatMap((name) => (values[name] === undefined ? [] : [how(name, values[name])]))
      .join('\n');
  const after = (how: Assign, call: string) => ({
    text: [set(how), call].filter((part) => part !== '').join('\n'),
  });
  switch (format) {
    case 'curl':
      return after(assign.posix, curlText(request));
    case 'curlFish':
      return after(assign.fish, curlFishText(request));
    case 'httpie':
      return after(assign.posix, httpieText(request));
    case 'powershell':
      return after(assign.powerShell, powerShellCall(request));
    case 'fetch':
      return { text: fetchText(request, set(assign.javaScript)) };
    case 'python':
      return { text: pythonText(request, set(assign.python)) };
    case 'httpFile': {
      const isForm = request.fields.some(({ value }) => typeof value !== 'string');
      const note = isForm && Object.keys(values).length === 0 ? copyAsWords.httpFileNote : null;
      return { text: httpFileText(request, values, note) };
    }
    case 'postman':
      return collectionText(copyAsWords.collection(request.title), [{ request, folder: null }]);
    case 'postmanEnvironment':
      return { text: postmanEnvironment(copyAsWords.environment, request, values) };
  }
}

/** Postman's collection of several requests, which all go to one server. */
export function collectionText(name: string, all: readonly InFolder[]): CopyText {
  const plain: InFolder[] = [];
  for (const { request: wanted, folder } of all) {
    const request = plainRequest(wanted);
    if (typeof request === 'string') return { refused: request };
    plain.push({ request, folder });
  }
  const text = postmanCollection(name, plain);
  return text === null ? { refused: 'template' } : { text };
}
