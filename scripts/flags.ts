/** Flags of the project's own programs: read by node:util's parseArgs, refused in one sentence. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

type FlagValues<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

interface Flags<Options extends ParseArgsOptionsConfig> {
  readonly values: FlagValues<Options>;
  /** What no option takes, in its order. */
  readonly others: readonly string[];
}

/** The values of `options` in `args`, or the sentence that says which flag is wrong. */
export function readFlags<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Flags<Options> | { readonly refusal: string } {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const ours: string[] = [];
  const others = new Map<number, string>();
  for (const token of tokens) {
    const option = token.kind === 'option' ? options[token.name] : undefined;
    if (token.kind !== 'option' || option === undefined) {
      others.set(token.index, args[token.index] ?? '');
    } else if (option.type === 'boolean') {
      if (token.value !== undefined) return { refusal: `${token.rawName} takes no value.` };
      ours.push(token.rawName);
    } else {
      const { value = '', inlineValue } = token;
      const isFlag = inlineValue !== true && value.startsWith('-');
      if (value === '' || isFlag) return { refusal: `${token.rawName} needs a value.` };
      ours.push(`${token.rawName}=${value}`);
    }
  }
  return { values: parseArgs({ args: ours, options }).values, others: [...others.values()] };
}

/** Like `readFlags`, for a program that takes `options` and nothing else. */
export function readOnlyFlags<const Options extends ParseArgsOptionsConfig>(
  program: string,
  args: readonly string[],
  options: Options,
): { readonly values: FlagValues<Options> } | { readonly refusal: string } {
  const read = readFlags(args, options);
  if ('refusal' in read || read.others.length === 0) return read;
  return { refusal: `${program} does not know "${read.others[0]}".` };
}

/** A port that a program may listen on; null if the text is none. */
export function portIn(text: string): number | null {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}
