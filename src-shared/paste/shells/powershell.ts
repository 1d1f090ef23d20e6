/** PowerShell's own tokens: backtick escapes, doubled quotes, here-strings, `$env:NAME`. */
import { commonToken, matchAt, type Lexer } from '../code/code-tokens.ts';
import { hole } from '../facts.ts';

/** True for what no other shell or language has. */
export const isPowerShell = (text: string): boolean =>
  /\$env:|\$\{env:|@\{|@["'][ \t]*$|\bInvoke-(?:RestMethod|WebRequest)\b|^[ \t]*(?:irm|iwr)\s|SetEnvironmentVariable|\s-(?:Body|Headers|Uri)\s|^[ \t]*PS [A-Z]:\\[^\n>]*>|^[ \t]*Set-Item\b|^[ \t]*\$\w+\s*=\s*(?:["'[{@])(?![^\n]*;\s*$)/imu.test(
    text,
  );

/** Without the prompt `PS C:\\work>`. */
export const withoutPrompt = (text: string): string =>
  text.replace(/^[ \t]*PS [^\n>]*>+[ \t]*/gmu, '');

const COMMENT = /<#[\s\S]*?#>|(?<=^|\s|[;{(])#[^\n]*|`[ \t]*\n/uy;
const HERE = /@(["'])[ \t]*\n([\s\S]*?)\n\1@/uy;
const SINGLE = /'((?:''|[^'])*)'/uy;
const DOUBLE = /"((?:`[\s\S]|""|[^"`])*)"/uy;
const VARIABLE = /\$\{?(?:env:|global:|script:)?(\w+)\}?|-[A-Za-z]+/iuy;

export const powerShellLexer: Lexer = (text, at) => {
  HERE.lastIndex = at;
  const here = HERE.exec(text);
  if (here !== null) {
    const inside = here[2] ?? '';
    const value = here[1] === '"' ? expanded(inside) : inside;
    return [{ is: 'text', text: value }, at + here[0].length];
  }
  const first = text.charAt(at);
  if (first === "'" || first === '"') {
    const raw = matchAt(first === "'" ? SINGLE : DOUBLE, text, at);
    if (raw === '') return null;
    const inside = raw.slice(1, -1);
    const value =
      first === "'" ? inside.replaceAll("''", "'") : expanded(inside.replaceAll('""', '`"'));
    return [{ is: 'text', text: value }, at + raw.length];
  }
  VARIABLE.lastIndex = at;
  const variable = /[\w-]/u.test(text.charAt(at - 1)) ? null : VARIABLE.exec(text);
  if (variable !== null) {
    return [{ is: 'word', word: variable[1] ?? variable[0] }, at + variable[0].length];
  }
  return commonToken(text, at, COMMENT);
};

/** Between double quotes: backtick escapes, variables and `$(…)`. Null for an escape with a letter. */
function expanded(inside: string): string | null {
  if (/`[0abefnrtuvA-Z]/u.test(inside.replaceAll('``', ''))) return null;
  return inside.replace(
    /`([\s\S])|\$\((?:[^()]|\([^()]*\))*\)|\$(?:[$?^]|\{?(?:env:)?(\w+)\}?)/giu,
    (_, escaped?: string, name?: string) => escaped ?? hole(name),
  );
}
