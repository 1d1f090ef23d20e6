/** `call`: one operation of BILL's API, as data in and data out. */
import { codeOf } from '../../src-shared/text/thrown.ts';
import { callWords } from '../../src-shared/words/tools/command-words.ts';
import { fs } from '../system/builtins.ts';
import { print } from '../system/terminal.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { openStatusOf, type Run } from './context.ts';

/** The app's line and BILL itself may take that long together. */
const CALL_MS = 180_000;
/** A request to the app has 1 MiB at most. */
const MOST_BYTES = 1024 * 1024;

export const runCall: Run = async (context) => {
  const operation = nameOf(context.call.operand ?? '');
  const data = await dataOf(context.call.value('data'));
  const scopes = ['status', seemsToRead(operation) ? 'read' : 'call'] as const;
  const { profile } = await openStatusOf(context, scopes);
  const input = { profile: profile.id, operation, data };
  const reply = await context.client.command('callOperation', input, scopes, CALL_MS);
  print(`${JSON.stringify(reply ?? null)}\n`);
  return EXIT.done;
};

/** `/List/Bill.json` is as good as `List/Bill`. */
function nameOf(given: string): string {
  const name = given.replace(/^\//u, '').replace(/\.json$/iu, '');
  if (!/^\w+(?:\/\w+)*$/u.test(name)) throw new Stopped('usage', callWords.operation(given));
  return name;
}

/** Whether an operation only reads, by its name: what access to ask for. The app decides by the facts. */
export const seemsToRead = (operation: string): boolean =>
  /^(?:List|Get|Crud\/Read|CurrentTime$|Errors$|Search|\w+Search$)/u.test(operation);

async function dataOf(given: string | null): Promise<object | null> {
  if (given === null) return null;
  let value: unknown;
  const text = await textOf(given);
  try {
    // Some editors write a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    // The parser's own words quote what was given.
    throw new Stopped('usage', callWords.notJson);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Stopped('usage', callWords.notAnObject);
}

async function textOf(given: string): Promise<string> {
  if (given === '-') return textOfInput();
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  try {
    return fs().readFileSync(file, 'utf8');
  } catch (error) {
    throw new Stopped('usage', callWords.unreadable(file, codeOf(error) ?? 'unknown'));
  }
}

async function textOfInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) throw new Stopped('usage', callWords.tooLong);
  }
  return Buffer.concat(chunks).toString('utf8');
}
