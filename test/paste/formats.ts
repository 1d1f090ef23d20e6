/**
 * Writers of blocks out of known values, one for each format and way to quote. A writer gives null
 * for what its format cannot express; it never guesses. Written from the formats' own rules and not
 * from the readers: a mistake there must not be mirrored here.
 */

export const fields = ['userName', 'password', 'orgId', 'devKey'] as const;
export type Field = (typeof fields)[number];
export type Account = Readonly<Record<Field, string>>;
type Pairs = readonly (readonly [Field, string])[];
type Writer = (pairs: Pairs) => string | null;

const envNames: Readonly<Record<Field, string>> = {
  userName: 'BILL_USERNAME',
  password: 'BILL_PASSWORD',
  orgId: 'BILL_ORG_ID',
  devKey: 'BILL_DEV_KEY',
};
const snake: Readonly<Record<Field, string>> = {
  userName: 'user_name',
  password: 'password',
  orgId: 'org_id',
  devKey: 'dev_key',
};
const spoken: Readonly<Record<Field, string>> = {
  userName: 'User name',
  password: 'Password',
  orgId: 'Organization ID',
  devKey: 'Developer key',
};
const URL = 'https://api-stage.bill.com/api/v2/Login.json';

/** Each pair by `write`; null as soon as one cannot be written. */
function each(pairs: Pairs, write: (name: Field, value: string) => string | null): string[] | null {
  const all = pairs.map(([name, value]) => write(name, value));
  return all.includes(null) ? null : (all as string[]);
}
const joined =
  (between: string, write: (name: Field, value: string) => string | null, around = '%') =>
  (pairs: Pairs): string | null => {
    const all = each(pairs, write);
    return all === null ? null : around.replace('%', () => all.join(between));
  };

// How each language writes a text.
const json = (value: string) => JSON.stringify(value);
const ascii = (value: string) =>
  json(value).replace(/[^ -~]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => escaped(sign.charCodeAt(at))).join(''),
  );
const escaped = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
const single = (value: string) => `'${value.replace(/[\\']/gu, '\\$&').replaceAll('\t', '\\t')}'`;
const template = (value: string) => `\`${value.replace(/[\\`]|\$(?=\{)/gu, '\\$&')}\``;
const shellSingle = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
const shellDouble = (value: string) => `"${value.replace(/[\\"$`]/gu, '\\$&')}"`;
const shellBare = (value: string) => value.replace(/[^\w@%+=:,./\u0080-\u{10ffff}-]/gu, '\\$&');
const shellAnsi = (value: string) =>
  `$'${value.replace(/[\\']/gu, '\\$&').replaceAll('\t', '\\t')}'`;
const encoded = (value: string) => new URLSearchParams({ x: value }).toString().slice(2);
const percent = (value: string) => encodeURIComponent(value).replaceAll("'", '%27');
const form = (pairs: Pairs, encode = encoded) =>
  pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&');
const psSingle = (value: string) => `'${value.replaceAll("'", "''")}'`;
const psDouble = (value: string) => `"${value.replace(/["$`]/gu, '`$&')}"`;
const yamlSingle = (value: string) => `'${value.replaceAll("'", "''")}'`;
const base64 = (value: string) => Buffer.from(value, 'utf8').toString('base64');
const cArgument = (value: string) =>
  `"${value.replace(/(\\*)"/gu, '$1$1\\"').replace(/(\\+)$/u, '$1$1')}"`;
const caret = (text: string) => text.replace(/[^\w\s./:=-]/gu, '^$&');

/** Without quotes: nothing that a reader could take for a sign of its own. */
const bare = (value: string) =>
  /^[^\s"'`#\\$]+(?: [^\s"'`#\\$]+)*$/u.test(value) && !/[\u2018-\u201f\u00ab\u00bb]/u.test(value)
    ? value
    : null;
const bareCmd = (value: string) =>
  /["%!]|^\s|\s$/u.test(value) ? null : value.replace(/[&|<>^()]/gu, '^$&');
const bareYaml = (value: string) =>
  bare(value) !== null &&
  !/^[-?:,[\]{}&*!|>%@]|:\s|:$|^(?:[\d.+-][\dxe._]*|null|true)$/iu.test(value)
    ? value
    : null;

const dotenv = (value: string, quote: string) =>
  value.includes(quote) || (quote === '"' && /[\\$`]/u.test(value))
    ? null
    : `${quote}${value}${quote}`;

export const formats: Readonly<Record<string, Readonly<Record<string, Writer>>>> = {
  json: {
    compact: (pairs) => JSON.stringify(Object.fromEntries(pairs)),
    pretty: (pairs) => JSON.stringify(Object.fromEntries(pairs), null, 2),
    nested: (pairs) => JSON.stringify({ bill: { sandbox: Object.fromEntries(pairs) } }),
    ascii: joined(',', (name, value) => `${json(name)}:${ascii(value)}`, '{%}'),
    'in JSON': (pairs) =>
      JSON.stringify({ url: URL, body: JSON.stringify(Object.fromEntries(pairs)) }),
    'pairs on one line': joined(', ', (name, value) => `${json(name)}: ${json(value)}`),
    'lines out of it': joined(',\n', (name, value) => `    ${json(name)}: ${json(value)}`, '%,'),
    postman: (pairs) =>
      JSON.stringify({
        name: 'BILL',
        values: pairs.map(([key, value]) => ({ key, value, enabled: true })),
      }),
    'names and values': (pairs) => JSON.stringify(pairs.map(([name, value]) => ({ name, value }))),
  },
  'JavaScript literal': {
    double: joined(', ', (name, value) => `${name}: ${json(value)}`, 'const bill = { % };'),
    single: joined(
      ',\n',
      (name, value) => `  ${name}: ${single(value)}`,
      'export default {\n%,\n};',
    ),
    template: joined(', ', (name, value) => `${name}: ${template(value)}`, 'const bill = { % };'),
    'pairs on one line': joined(', ', (name, value) => `${name}: ${json(value)}`),
    variables: joined('\n', (name, value) => `const ${name} = ${json(value)};`),
    environment: joined('\n', (name, value) => `process.env.${envNames[name]} = ${single(value)};`),
  },
  'Python literal': {
    double: joined(', ', (name, value) => `${json(name)}: ${json(value)}`, 'creds = {%}'),
    single: joined(
      ', ',
      (name, value) => `'${snake[name]}': ${single(value)}`,
      'creds = {%, "verify": True}',
    ),
    variables: joined('\n', (name, value) => `${snake[name]} = ${single(value)}`, 'import os\n%'),
    environment: joined(
      '\n',
      (name, value) => `os.environ["${envNames[name]}"] = ${single(value)}`,
    ),
  },
  'code call': {
    'named arguments': joined(
      ', ',
      (name, value) => `${snake[name]}=${single(value)}`,
      'Session(%)',
    ),
    'an object': joined(
      ', ',
      (name, value) => `${name}: ${json(value)}`,
      'await client.login({ % });',
    ),
    'a dictionary': joined(
      ', ',
      (name, value) => `'${name}': ${single(value)}`,
      `requests.post('${URL}', data={%})`,
    ),
    appended: joined('\n', (name, value) => `params.append('${name}', ${json(value)});`),
    'a body': (pairs) => `fetch('${URL}', { method: 'POST', body: '${form(pairs, percent)}' });`,
  },
  '.env': {
    bare: joined('\n', (name, value) =>
      bare(value) === null ? null : `${envNames[name]}=${value}`,
    ),
    single: joined(
      '\n',
      (name, value) => dotenv(value, "'") && `${envNames[name]}=${dotenv(value, "'") ?? ''}`,
    ),
    double: joined(
      '\n',
      (name, value) => dotenv(value, '"') && `${envNames[name]}=${dotenv(value, '"') ?? ''}`,
      '# BILL\n%\n',
    ),
    escaped: joined('\n', (name, value) => `${envNames[name]}=${shellDouble(value)}`),
    commented: joined(
      '\n',
      (name, value) =>
        dotenv(value, "'") && `${envNames[name]}=${dotenv(value, "'") ?? ''} # was "x"`,
    ),
  },
  shell: {
    single: joined('\n', (name, value) => `export ${envNames[name]}=${shellSingle(value)}`),
    double: joined('\n', (name, value) => `export ${envNames[name]}=${shellDouble(value)}`),
    // Typographic quotes are quotes: nobody can tell that these are not.
    bare: joined('\n', (name, value) =>
      /^[\u201c\u2018]/u.test(value) ? null : `export ${envNames[name]}=${shellBare(value)}`,
    ),
    ansi: joined('\n', (name, value) => `export ${envNames[name]}=${shellAnsi(value)}`),
    'on one line': joined('; ', (name, value) => `export ${envNames[name]}=${shellSingle(value)}`),
    'before a command': joined(
      ' ',
      (name, value) => `${envNames[name]}=${shellSingle(value)}`,
      '% node app.js',
    ),
    docker: joined(
      ' \\\n',
      (name, value) => `  --env ${envNames[name]}=${shellDouble(value)}`,
      'docker run \\\n% image',
    ),
    fish: joined('\n', (name, value) =>
      /[\\']/u.test(value) ? null : `set -gx ${envNames[name]} '${value}'`,
    ),
  },
  curl: {
    body: (pairs) => `curl -X POST ${URL} -d '${form(pairs, percent)}'`,
    'double quotes': (pairs) => `$ curl -s -d "${form(pairs)}" ${URL}`,
    'a field each': joined(
      ' \\\n',
      (name, value) => `  --data-urlencode ${shellSingle(`${name}=${value}`)}`,
      `curl ${URL} \\\n%`,
    ),
    multipart: joined(
      ' ',
      (name, value) => `--form-string ${shellDouble(`${name}=${value}`)}`,
      `curl % ${URL}`,
    ),
    json: (pairs) => `curl --json ${shellSingle(JSON.stringify(Object.fromEntries(pairs)))} ${URL}`,
    'in a script': (pairs) =>
      `SESSION=$(curl -s --data-raw "${form(pairs)}" ${URL} | jq -r .response_data.sessionId)`,
    'copied for bash': (pairs) =>
      `curl '${URL}' \\\n  -H 'accept: */*' \\\n  --data-raw ${shellAnsi(form(pairs))}`,
    'copied for cmd': (pairs) =>
      `curl ^"${caret(URL)}^" ^\r\n  --data-raw ^"${caret(form(pairs))}^"`,
    wget: (pairs) => `wget -qO- --post-data '${form(pairs, percent)}' ${URL}`,
    httpie: joined(
      ' ',
      (name, value) => (value.startsWith('=') ? null : shellSingle(`${name}=${value}`)),
      `http -f POST ${URL} %`,
    ),
  },
  "a form's body": {
    plus: (pairs) => form(pairs),
    percent: (pairs) => form(pairs, percent),
    lines: (pairs) => form(pairs).replaceAll('&', '\n&'),
    'in JSON': (pairs) => `  "body": ${json(form(pairs))},`,
    'in a request': (pairs) =>
      `POST /api/v2/Login.json HTTP/1.1\nHost: api-stage.bill.com\n\n${form(pairs)}`,
  },
  PowerShell: {
    single: joined('\n', (name, value) => `$env:${envNames[name]} = ${psSingle(value)}`),
    double: joined('\n', (name, value) => `$env:${envNames[name]} = ${psDouble(value)}`),
    hashtable: joined('\n', (name, value) => `  ${name} = ${psSingle(value)}`, '$body = @{\n%\n}'),
    'on one line': joined('; ', (name, value) => `${name} = ${psDouble(value)}`, '$body = @{ % }'),
    body: (pairs) => `Invoke-RestMethod -Method Post -Uri "${URL}" -Body "${form(pairs)}"`,
  },
  cmd: {
    bare: joined(
      '\n',
      (name, value) => bareCmd(value) && `set ${envNames[name]}=${bareCmd(value) ?? ''}`,
    ),
    'on one line': joined(
      '&& ',
      (name, value) => bareCmd(value) && `set ${envNames[name]}=${bareCmd(value) ?? ''}`,
    ),
    quoted: joined('\r\n', (name, value) =>
      /["%]/u.test(value) ? null : `set "${envNames[name]}=${value}"`,
    ),
    setx: joined('\r\n', (name, value) =>
      /[%]/u.test(value) ? null : `setx ${envNames[name]} ${cArgument(value)}`,
    ),
  },
  YAML: {
    double: joined('\n', (name, value) => `${name}: ${json(value)}`),
    single: joined('\n', (name, value) => `  ${snake[name]}: ${yamlSingle(value)}`, 'bill:\n%'),
    bare: joined('\n', (name, value) => bareYaml(value) && `${name}: ${value}`),
    list: joined(
      '\n',
      (name, value) =>
        bare(value) && !value.includes('$') ? `  - ${envNames[name]}=${value}` : null,
      'environment:\n%',
    ),
    'names and values': joined(
      '\n',
      (name, value) => `  - name: ${envNames[name]}\n    value: ${json(value)}`,
      'env:\n%',
    ),
    secret: joined(
      '\n',
      (name, value) => `  ${envNames[name]}: ${base64(value)}`,
      'kind: Secret\ndata:\n%',
    ),
  },
  words: {
    colon: joined('\n', (name, value) => bareYaml(value) && `${spoken[name]}: ${value}`),
    quoted: joined('\n', (name, value) =>
      /[\u201c-\u201f\\$]/u.test(value) ? null : `${spoken[name]}: \u201c${value}\u201d`,
    ),
  },
};
