/** The commands about texts that a user may read and take along: diagnostics and licences. */
import { notNow, ok } from '../../src-shared/result.ts';
import type { Desktop } from '../ports.ts';
import type { Handlers } from './router.ts';

export interface PaperCommandDeps {
  /** Made anew each time. */
  readonly diagnostics: () => Promise<string>;
  /** The licences of everything that is bundled; null where the build brings none. */
  readonly notices: () => Promise<string | null>;
  readonly desktop: Desktop;
}

/** The handlers of these commands. */
export type PaperCommands = Pick<Handlers, 'previewDiagnostics' | 'saveDiagnostics' | 'getNotices'>;

export function createPaperCommands(deps: PaperCommandDeps): PaperCommands {
  let previewed: string | null = null;
  return {
    previewDiagnostics: async () => {
      previewed = await deps.diagnostics();
      return ok({ text: previewed });
    },
    saveDiagnostics: async () => {
      if (previewed === null) return notNow;
      return deps.desktop.saveText('tabkeeper-diagnostics.txt', previewed);
    },
    getNotices: async () => {
      const text = await deps.notices();
      return text === null ? notNow : ok({ text });
    },
  };
}
