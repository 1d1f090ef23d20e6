/** Asks whoever sits before the program; the words go to stderr, the answers come from stdin. */
import { readline } from './builtins.ts';
import { stderr } from './terminal.ts';

export interface Questions {
  /** Null at the end of the input. */
  ask(question: string): Promise<string | null>;
  close(): void;
}

export function openQuestions(): Questions {
  const lines = readline().createInterface({ input: process.stdin, terminal: false });
  const reader = lines[Symbol.asyncIterator]();
  return {
    ask: async (question) => {
      stderr().write(question);
      const next = await reader.next();
      return next.done === true ? null : next.value;
    },
    close: () => {
      lines.close();
      process.stdin.destroy();
    },
  };
}
