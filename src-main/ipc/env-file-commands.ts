/** The commands about a `.env` file: chosen by the person, shown, written, taken back. */
import { fail, notNow, ok } from '../../src-shared/result.ts';
import type { EnvWriter } from '../env-file/env-writer.ts';
import type { Desktop } from '../ports.ts';
import type { Handlers } from './router.ts';

export interface EnvFileDeps {
  readonly writer: EnvWriter;
  readonly desktop: Pick<Desktop, 'chooseEnvFile' | 'copyText'>;
}

/** The handlers of these commands. */
export type EnvFileCommands = Pick<
  Handlers,
  'previewEnvFile' | 'writeEnvFile' | 'undoEnvFile' | 'copyIgnoreLine'
>;

export function createEnvFileCommands({ writer, desktop }: EnvFileDeps): EnvFileCommands {
  return {
    previewEnvFile: async ({ profile, isNew }) => {
      const file = await desktop.chooseEnvFile(isNew);
      return ok(file === null ? { is: 'closed' } : await writer.preview(profile, file));
    },
    writeEnvFile: async ({ preview }) => ok(await writer.write(preview)),
    undoEnvFile: async () => ok(await writer.undo()),
    copyIgnoreLine: async () => {
      const line = writer.ignoreLine();
      if (line === null) return notNow;
      return (await desktop.copyText(line)) ? ok(null) : fail({ kind: 'internal' });
    },
  };
}
