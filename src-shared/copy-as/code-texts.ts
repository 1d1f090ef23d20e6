/** A call as a few statements of a language: they run as a file, and line by line at a prompt. */
import { codeText } from './quoting.ts';
import { isOnLoopback, type Request, type Value } from './copied-request.ts';

/** For Node.js, Deno and Bun, which have `fetch` and `process`. */
export function fetchText(request: Request, before = ''): string {
  const { bearer } = request;
  const value = (it: Value) => (typeof it === 'string' ? codeText(it) : `process.env.${it.env}`);
  return [
    before,
    `const reply = await fetch(${codeText(request.baseUrl + request.path)}, {`,
    `  method: 'POST',`,
    ...(bearer === null
      ? []
      : [`  headers: { Authorization: \`Bearer \${process.env.${bearer.env}}\` },`]),
    `  body: new URLSearchParams({`,
    ...request.fields.map((field) => `    ${codeText(field.name)}: ${value(field.value)},`),
    `  }),`,
    `});`,
    `console.log(await reply.json());`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** For Python 3 without any package. */
export function pythonText(request: Request, before = ''): string {
  const { bearer } = request;
  const value = (it: Value) => (typeof it === 'string' ? codeText(it) : `os.environ['${it.env}']`);
  return [
    'import json, os, urllib.parse, urllib.request',
    before,
    'form = {',
    ...request.fields.map((field) => `    ${codeText(field.name)}: ${value(field.value)},`),
    '}',
    'request = urllib.request.Request(',
    `    ${codeText(request.baseUrl + request.path)},`,
    '    data=urllib.parse.urlencode(form).encode(),',
    ...(bearer === null
      ? []
      : [`    headers={'Authorization': 'Bearer ' + os.environ['${bearer.env}']},`]),
    ')',
    isOnLoopback(request)
      ? 'opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))'
      : 'opener = urllib.request.build_opener()',
    'print(json.dumps(json.load(opener.open(request)), indent=2, ensure_ascii=False))',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
