/**
 * Writes the gateway's address, with its token, into a `.env` file: first the difference, then the file,
 * and back again while nobody else has changed it. Never a session ID: what stands in the names of the
 * keys is the word by which the gateway knows that the live ones are meant.
 */
import { chmod, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { EnvAnswer, EnvRefusal } from '../../src-shared/env-file.ts';
import { HIDDEN } from '../../src-shared/text/mask.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { GatewayAccess } from '../gateway/gateway.ts';
import { changeEnv, type EnvChange, type EnvValues } from './env-lines.ts';
import { readTarget, textOf, type EnvTarget } from './env-target.ts';
import { askGit, type GitVerdict } from './git-guard.ts';

export interface EnvWriterDeps {
  /** Null where the gateway is off for a profile. */
  readonly gatewayOf: (profile: string) => GatewayAccess | null;
  /** For tests: another git. */
  readonly git?: (folder: string, name: string) => Promise<GitVerdict>;
}

/** Nothing rejects, and no answer holds the token. */
export interface EnvWriter {
  preview(profile: string, file: string): Promise<EnvAnswer>;
  /** Writes the difference of this number, if it is the last one and still true. */
  write(preview: number): Promise<EnvAnswer>;
  /** Puts back what stood in the file before the last write. */
  undo(): Promise<EnvAnswer>;
  /** The line of the last refusal for a .gitignore; null where it had none. */
  ignoreLine(): string | null;
}

interface Pending {
  readonly preview: number;
  readonly profile: string;
  readonly gateway: GatewayAccess;
  readonly target: EnvTarget;
  readonly change: EnvChange;
}

interface Written {
  readonly file: string;
  /** Of what we have written. */
  readonly identity: string;
  /** What was there before; null for nothing. */
  readonly before: { readonly bytes: Buffer; readonly mode: number } | null;
}

export function createEnvWriter({ gatewayOf, git = askGit }: EnvWriterDeps): EnvWriter {
  let pending: Pending | null = null;
  let written: Written | null = null;
  let previews = 0;
  let ignoreLine: string | null = null;

  const refused = (file: string | null, why: EnvRefusal, line: string | null = null): EnvAnswer => {
    pending = null;
    ignoreLine = line;
    return { is: 'refused', file, why, ignoreLine: line };
  };

  /** What git would do with it; null where it would leave it alone. */
  async function refusedByGit(file: string): Promise<EnvAnswer | null> {
    const verdict = await git(path.dirname(file), path.basename(file));
    if (verdict.is === 'fine') return null;
    return refused(file, verdict.is, 'ignoreLine' in verdict ? verdict.ignoreLine : null);
  }

  return {
    preview: async (profile, chosen) => {
      pending = null;
      const gateway = gatewayOf(profile);
      if (gateway === null) return refused(null, 'noGateway');
      const target = await readTarget(chosen);
      if (typeof target === 'string') return refused(chosen, target);
      const { file, found } = target;
      const byGit = await refusedByGit(file);
      if (byGit !== null) return byGit;
      const text = found === null ? '' : textOf(found.bytes);
      if (text === null) return refused(file, 'notText');
      const change = changeEnv(text, envValues(gateway));
      if (change === null) return refused(file, 'unclear');
      const preview = ++previews;
      pending = { preview, profile, gateway, target, change };
      return {
        ...{ is: 'shown', preview, file, isNew: found === null, others: change.others },
        lines: change.lines.map((line) => ({
          ...line,
          now: line.now.replace(gateway.token, HIDDEN),
        })),
        wasOpen: found !== null && process.platform !== 'win32' && (found.mode & 0o077) !== 0,
      };
    },

    write: async (preview) => {
      const wanted = pending;
      if (wanted?.preview !== preview) return refused(null, 'changed');
      const { target, change, profile, gateway } = wanted;
      const { file } = target;
      const now = await readTarget(file);
      if (typeof now === 'string') return refused(file, now);
      const isSame = now.file === file && now.found?.identity === target.found?.identity;
      const access = gatewayOf(profile);
      const isSameGateway = access?.token === gateway.token && access.address === gateway.address;
      if (!isSame || !isSameGateway) return refused(file, 'changed');
      const byGit = await refusedByGit(file);
      if (byGit !== null) return byGit;
      try {
        await replaceFile(file, Buffer.from(change.text));
      } catch {
        return refused(file, 'notWritten');
      }
      pending = null;
      const after = await readTarget(file);
      const identity = typeof after === 'string' ? undefined : after.found?.identity;
      written = identity === undefined ? null : { file, identity, before: target.found };
      return { is: 'written', file, isNew: target.found === null };
    },

    undo: async () => {
      const last = written;
      if (last === null) return refused(null, 'changed');
      const { file, before, identity } = last;
      const now = await readTarget(file);
      if (typeof now === 'string') return refused(file, now);
      if (now.found?.identity !== identity) return refused(file, 'changed');
      try {
        if (before === null) await unlink(file);
        else {
          const mode = before.mode & 0o777;
          await replaceFile(file, before.bytes, { mode });
          // The mask of the process may have taken some of it.
          await chmod(file, mode);
        }
      } catch {
        return refused(file, 'notWritten');
      }
      written = null;
      return { is: 'undone', file, isGone: before === null };
    },

    ignoreLine: () => ignoreLine,
  };
}

/** The names that `tabkeeper exec --gateway` gives a program. */
function envValues({ address, token }: GatewayAccess): EnvValues {
  const { origin, pathname } = new URL(address);
  return {
    BILL_API_URL: `${origin}/~${token}${pathname}`,
    BILL_SESSION_ID: 'tabkeeper',
    BILL_DEV_KEY: 'tabkeeper',
  };
}
