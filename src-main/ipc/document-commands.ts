/** The commands about texts that a user may read and take along: diagnostics and licences. */
import { notNow, ok } from '../../src-shared/result.ts';
import type { Desktop } from '../ports.ts';
import type { Handlers } from './router.ts';

export interface DocumentCommandDeps {
  /** Made anew each time. */
  readonly diagnostics: () => Promise<string>;
  /** The licences of everything that is bundled; null where the build brings none. */
  readonly licences: () => Promise<string | null>;
  readonly desktop: Desktop;
}

/** The handlers of these commands. */
export type DocumentCommands = Pick<
  Handlers,
  'previewDiagnostics' | 'saveDiagnostics' | 'getLicences'
>;

export function createDocumentCommands(deps: DocumentCommandDeps): DocumentCommands {
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
    getLicences: async () => {
      const text = await deps.licences();
      return text === null ? notNow : ok({ text });
    },
  };
}
