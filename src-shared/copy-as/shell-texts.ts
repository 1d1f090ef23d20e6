/**
 * A call as a command of a shell. A secret is never an argument, which every user of the computer may
 * read in the list of processes: the shell's own printf hands it over through a descriptor.
 */
import { fishText, posixText, powerShellText } from './quoting.ts';
import {
  isOnLoopback,
  type Field,
  type Request,
  type Value,
  type Variable,
} from './copied-request.ts';

/** How one shell writes it. */
interface Shell {
  readonly text: (text: string) => string;
  /** A file that holds the printed text. `format` has one `%s`. */
  readonly file: (format: string, value: string) => string;
}

const posix: Shell = {
  text: posixText,
  file: (format, value) => `<(printf ${format} ${value})`,
};
const fish: Shell = {
  text: fishText,
  // Without -F it would be a file on the disk.
  file: (format, value) => `(printf ${format} ${value} | psub -F)`,
};

const read = ({ env }: Variable) => `"$${env}"`;
const BEARER = `'Authorization: Bearer %s'`;

/** One option a line. */
const lines = (parts: readonly string[]) => parts.join(' \\\n  ');

function curl(request: Request, { text, file }: Shell): string {
  const { bearer } = request;
  const option = ({ name, value }: Field) =>
    typeof value === 'string'
      ? `--data-urlencode ${text(`${name}=${value}`)}`
      : `--data-urlencode ${name}@${file('%s', read(value))}`;
  return lines([
    `curl -sS ${text(request.baseUrl + request.path)}`,
    ...(isOnLoopback(request) ? [`--noproxy ${text('*')}`] : []),
    ...(bearer === null ? [] : [`-H @${file(BEARER, read(bearer))}`]),
    ...request.fields.map(option),
  ]);
}

/** For bash and zsh. */
export const curlText = (request: Request): string => curl(request, posix);
export const curlFishText = (request: Request): string => curl(request, fish);

/**
 * HTTPie takes what follows the name by its first signs, and a backslash before one of them away: such
 * a text goes through a descriptor as well.
 */
const ODD_FOR_HTTPIE = /^[:=@]|\\[:=@;[\]]/u;

/** For bash and zsh. */
export function httpieText(request: Request): string {
  const { bearer } = request;
  const item = ({ name, value }: Field) => {
    const print = (printed: string) => `${name}=@${posix.file('%s', printed)}`;
    if (typeof value !== 'string') return print(read(value));
    return ODD_FOR_HTTPIE.test(value) ? print(posixText(value)) : posixText(`${name}=${value}`);
  };
  return lines([
    `${isOnLoopback(request) ? `no_proxy='*' ` : ''}http --ignore-stdin --form POST ${posixText(request.baseUrl + request.path)}`,
    ...(bearer === null ? [] : [`Authorization:@${posix.file(`'Bearer %s'`, read(bearer))}`]),
    ...request.fields.map(item),
  ]);
}

/** For Windows PowerShell 5.1 and later. What it calls gets no arguments of a process. */
export function powerShellCall(request: Request): string {
  const { bearer } = request;
  const value = (it: Value) => (typeof it === 'string' ? powerShellText(it) : `$env:${it.env}`);
  return [
    `Invoke-RestMethod -Method Post -Uri ${powerShellText(request.baseUrl + request.path)}`,
    ...(bearer === null ? [] : [` -Headers @{ Authorization = "Bearer $env:${bearer.env}" }`]),
    ' -Body @{\n',
    ...request.fields.map((field) => `  ${powerShellText(field.name)} = ${value(field.value)}\n`),
    '}',
  ].join('');
}
