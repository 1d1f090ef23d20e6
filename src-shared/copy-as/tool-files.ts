/** A call as a file that a tool opens: `.http`, and the collection and environment of Postman. */
import { parseJson } from '../text/parse-json.ts';
import { formText } from './quoting.ts';
import { variablesOf, type Request, type Value } from './copied-request.ts';

/** Values of variables by name; empty for a text that only names them. */
export type Values = Readonly<Record<string, string>>;

const place = (name: string) => `{{${name}}}`;
const BASE = 'BILL_API_URL';

/**
 * For the REST Client of VS Code, httpYac and their like, which read variables of the environment.
 * `note`: a comment for the reader, or null.
 */
export function httpFileText(request: Request, values: Values, note: string | null): string {
  const { bearer } = request;
  const value = (it: Value) => (typeof it === 'string' ? formText(it) : place(it.env));
  const given = (name: string) => {
    const known = values[name];
    if (known === undefined) return `{{$processEnv ${name}}}`;
    // A header is sent as it stands, a form in percent signs.
    return name === bearer?.env ? known : formText(known);
  };
  const body = request.fields.map((field) => `${field.name}=${value(field.value)}`).join('&');
  return [
    ...(note === null ? [] : [`# ${note}`]),
    `@${BASE} = ${request.baseUrl}`,
    ...variablesOf(request).map((name) => `@${name} = ${given(name)}`),
    '',
    `### ${request.title}`,
    `POST ${place(BASE)}${request.path} HTTP/1.1`,
    'Content-Type: application/x-www-form-urlencoded',
    ...(bearer === null ? [] : [`Authorization: Bearer ${place(bearer.env)}`]),
    '',
    body,
    '',
  ].join('\n');
}

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

export interface InFolder {
  readonly request: Request;
  /** Null: in none. */
  readonly folder: string | null;
}

/** Requests of one server; null where a value would be taken for the place of a variable. */
export function postmanCollection(name: string, requests: readonly InFolder[]): string | null {
  const items = requests.map(({ request, folder }) => ({ folder, item: postmanItem(request) }));
  if (items.some(({ item }) => item === null)) return null;
  const loose = items.filter(({ folder }) => folder === null).map(({ item }) => item);
  const folders = new Map<string, unknown[]>();
  for (const { folder, item } of items) {
    if (folder !== null) folders.set(folder, [...(folders.get(folder) ?? []), item]);
  }
  const bearer = requests[0]?.request.bearer ?? null;
  return json({
    info: { name, schema: SCHEMA },
    ...(bearer === null
      ? {}
      : {
          auth: {
            type: 'bearer',
            bearer: [{ key: 'token', value: place(bearer.env), type: 'string' }],
          },
        }),
    item: [...loose, ...[...folders].map(([folder, item]) => ({ name: folder, item }))],
    variable: [{ key: BASE, value: requests[0]?.request.baseUrl ?? '' }],
  });
}

/** Null where a value would be taken for the place of a variable. */
function postmanItem({ title, path, fields }: Request): unknown {
  const urlencoded = fields.map(({ name, value }) => ({
    key: name,
    value: typeof value === 'string' ? unplaced(value) : place(value.env),
    type: 'text',
  }));
  if (urlencoded.some(({ value }) => value === null)) return null;
  return {
    name: title,
    request: {
      method: 'POST',
      header: [],
      body: { mode: 'urlencoded', urlencoded },
      url: { raw: `${place(BASE)}${path}`, host: [place(BASE)], path: path.slice(1).split('/') },
    },
  };
}

/** Postman fills in what stands between two braces; JSON can write one of them in another way. */
function unplaced(value: string): string | null {
  if (!value.includes('{{')) return value;
  // Outside of its texts JSON never has two together.
  return parseJson(value) === undefined ? null : value.replaceAll('{{', '{\\u007b');
}

/** The variables of a request, for Postman's list of environments. */
export function postmanEnvironment(name: string, request: Request, values: Values): string {
  return json({
    name,
    values: [
      { key: BASE, value: request.baseUrl, type: 'default', enabled: true },
      ...variablesOf(request).map((key) => ({
        ...{ key, value: values[key] ?? '', type: 'secret', enabled: true },
      })),
    ],
    _postman_variable_scope: 'environment',
  });
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
