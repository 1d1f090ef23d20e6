/** `doctor`: each thing that the command line needs, in the order in which it needs them. */
import { doctorWords } from '../../src-shared/words/tools/command-words.ts';
import { readEndpoint } from '../app/endpoint-file.ts';
import { readGrant } from '../app/grant-file.ts';
import { openLine } from '../app/local-line.ts';
import { fs } from '../system/builtins.ts';
import { ownVersion } from '../system/own-version.ts';
import { print, toned } from '../system/terminal.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { statusOf, type Context, type Run } from './context.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
}

export const runDoctor: Run = async (context) => {
  const findings: Finding[] = [];
  let code: number = EXIT.done;
  for (const [name, look] of checks) {
    try {
      const says = await look(context);
      if (says !== null) findings.push({ name, ok: true, says });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      findings.push({ name, ok: false, says: error.message });
      if (code === EXIT.done) code = error.exit;
      // What comes after it needs it.
      break;
    }
  }
  const isJson = context.call.has('json');
  print(
    isJson
      ? `${JSON.stringify({ ok: code === EXIT.done, checks: findings })}\n`
      : forPeople(findings),
  );
  return code;
};

const forPeople = (findings: readonly Finding[]): string =>
  findings
    .map(({ name, ok, says }) => {
      const mark = ok ? toned('good', 'ok  ') : toned('bad', 'no  ');
      return `${mark}${name.padEnd(9)}${says}\n`;
    })
    .join('');

/** What was found; null where there is nothing to say. Throws Stopped for what stands in the way. */
type Look = (context: Context) => string | null | Promise<string | null>;

const checks: readonly (readonly [string, Look])[] = [
  ['node', () => doctorWords.node(process.versions.node)],
  ['system', () => surroundings()],
  ['folder', ({ data }) => doctorWords.folder(data.folder, data.from)],
  ['app', lookAtApp],
  ['access', lookAtAccess],
  ['profile', lookAtProfile],
];

function surroundings(): string | null {
  if (process.platform !== 'linux') return null;
  if ((process.env['WSL_DISTRO_NAME'] ?? '') !== '') return doctorWords.wsl;
  const { existsSync } = fs();
  const isContainer = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  return isContainer ? doctorWords.container : null;
}

async function lookAtApp({ data }: Context): Promise<string> {
  const line = await openLine(readEndpoint(data));
  line.close();
  const own = ownVersion();
  return line.version === own ? doctorWords.app(own) : doctorWords.otherVersion(line.version, own);
}

function lookAtAccess({ data }: Context): string {
  if ((process.env['TABKEEPER_TOKEN'] ?? '') !== '') return doctorWords.token;
  const worries: string[] = [];
  const grant = readGrant(data.folder, (sentence) => worries.push(sentence));
  if (grant !== null) return doctorWords.ownToken(grant.scopes);
  throw new Stopped('noGrant', worries[0] ?? doctorWords.noToken);
}

async function lookAtProfile(context: Context): Promise<string> {
  const { profile, state } = await statusOf(context, ['status']);
  return doctorWords.profile(profile.name, context.wanted?.from ?? 'the only one', state);
}
