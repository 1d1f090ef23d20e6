/** The help, made from the tables. Plain text in lines of at most 80 characters. */
import { aboutFlag, commonFlags, written } from './command-flags.ts';
import { commandNames, specOf, type CommandName } from './command-table.ts';
import { EXIT, exitTexts, type ExitName } from './exit-codes.ts';

const WIDTH = 80;

/** `tabkeeper exec [--gateway] [--no-mask] -- CMD…` */
export function usageOf(name: CommandName): string {
  const { flags, operand, rest } = specOf(name);
  return [
    `tabkeeper ${name}`,
    ...(operand === undefined ? [] : [operand.name]),
    ...flags.map((flag) => `[${written(flag)}]`),
    ...(rest === 'behindDashes' ? ['-- CMD…'] : []),
    ...(rest === 'everything' ? ['…'] : []),
  ].join(' ');
}

/** The codes that `name` can end with, least first. */
export function exitsOf(name: CommandName): readonly [number, string][] {
  const { exits, rest } = specOf(name);
  if (rest === 'everything') return [];
  const names = new Set<ExitName>(['done', 'other', 'usage', ...exits]);
  return [...names].map((exit) => [EXIT[exit], exitTexts[exit]]);
}

/** The list of commands. */
export function overview(): string {
  return [
    'Hands the BILL sandbox session that Tabkeeper keeps open to other programs.',
    '',
    'Usage: tabkeeper COMMAND [flags]',
    '',
    'Commands:',
    ...rows(commandNames.map((name) => [name, specOf(name).about])),
    '',
    'With every command:',
    ...rows(commonFlags.map((flag) => [written(flag), aboutFlag(flag)])),
    '',
    'tabkeeper help COMMAND says more. Not affiliated with BILL.',
  ].join('\n');
}

export function helpOf(name: CommandName): string {
  const { about, details = [], flags, examples = [] } = specOf(name);
  const all = [...flags, ...commonFlags];
  return [
    `Usage: ${usageOf(name)}`,
    '',
    ...wrapped(about, ''),
    ...details.flatMap((paragraph) => ['', ...wrapped(paragraph, '')]),
    '',
    'Flags:',
    ...rows(all.map((flag) => [written(flag), aboutFlag(flag)])),
    ...section('Ends with:', rows(exitsOf(name).map(([code, text]) => [String(code), text]))),
    ...section(
      'Examples:',
      examples.map((example) => `  ${example}`),
    ),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** Two columns; what is too long for the second one goes on below itself. */
function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const first = Math.max(...pairs.map(([left]) => left.length)) + 4;
  return pairs.flatMap(([left, right]) => {
    const [line = '', ...more] = wrapped(right, ' '.repeat(first));
    return [`  ${left}`.padEnd(first) + line.slice(first), ...more];
  });
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const isFirst = line === indent;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
