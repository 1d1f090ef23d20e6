/** The part of docs/command-line.md that lists the commands, made from the tables; a gate test holds it. */
import { aboutFlag, commonFlags, written, type FlagName } from './command-flags.ts';
import { exitsOf, usageOf } from './command-help.ts';
import { commandNames, specOf, type CommandName } from './command-table.ts';
import { EXIT, exitTexts, type ExitName } from './exit-codes.ts';

/** Markdown, as Prettier leaves it. */
export function commandPage(): string {
  return [
    'With every command:',
    '',
    ...commonFlags.map(flagLine),
    ...commandNames.flatMap((name) => ['', ...partOf(name)]),
    '',
    '### Exit codes',
    '',
    ...(Object.keys(EXIT) as ExitName[]).map((name) => `- \`${EXIT[name]}\` ${exitTexts[name]}`),
  ].join('\n');
}

function partOf(name: CommandName): string[] {
  const { about, details = [], flags, examples = [] } = specOf(name);
  const exits = exitsOf(name).map(([code]) => `\`${code}\``);
  return [
    `### ${name}`,
    '',
    '```text',
    usageOf(name),
    '```',
    ...[about, ...details].flatMap((paragraph) => ['', escaped(paragraph)]),
    ...(flags.length === 0 ? [] : ['', ...flags.map(flagLine)]),
    ...(examples.length === 0 ? [] : ['', '```sh', ...examples, '```']),
    ...(exits.length === 0 ? [] : ['', `Exit codes: ${exits.join(', ')}.`]),
  ];
}

const flagLine = (flag: FlagName) => `- \`${written(flag)}\` ${escaped(aboutFlag(flag))}`;

/** Names of variables and flags as code, unless they are in some already. */
const escaped = (text: string) =>
  text
    .split('`')
    .map((part, n) => (n % 2 === 1 ? `\`${part}\`` : part.replaceAll(NAMES, '`$&`')))
    .join('');

const NAMES = /\b[A-Z]+(?:_[A-Z]+)+\b|(?<![\w-])--[a-z-]+/gu;
