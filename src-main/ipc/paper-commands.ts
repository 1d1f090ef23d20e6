/** The commands about texts that a user may read and take along: diagnostics and licences. */
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Desktop } from '../ports.ts';

export interface PaperCommandDeps {
  /** Made anew each time. */
  readonly diagnostics: () => Promise<string>;
  /** The licences of everything that is bundled; null where the build brings none. */
  readonly notices: () => Promise<string | null>;
  readonly desktop: Desktop;
}

export interface PaperCommands {
  diagnostics(): Promise<Result<{ text: string }>>;
  /** Writes what was previewed last, to the letter; `notNow` when nothing was, or at a closed dialog. */
  saveDiagnostics(): Promise<Result<null>>;
  notices(): Promise<Result<{ text: string }>>;
}

export function createPaperCommands(deps: PaperCommandDeps): PaperCommands {
  let previewed: string | null = null;
  return {
    diagnostics: async () => {
      previewed = await deps.diagnostics();
      return ok({ text: previewed });
    },
    saveDiagnostics: async () => {
      if (previewed === null) return fail({ kind: 'notNow' });
      return deps.desktop.saveText('tabkeeper-diagnostics.txt', previewed);
    },
    notices: async () => {
      const text = await deps.notices();
      return text === null ? fail({ kind: 'notNow' }) : ok({ text });
    },
  };
}
