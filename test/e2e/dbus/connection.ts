/** One connection to a message bus, over its unix socket: calls, and answers to calls. */
import { createConnection, type Socket } from 'node:net';
import { Reader, typesOf, variant, Writer } from './wire.ts';

export interface Call {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly sender: string;
  readonly args: readonly unknown[];
}

/** What a method answers with: its signature and its values. Null: there is no such method. */
export type Answer = { readonly type: string; readonly values: readonly unknown[] } | null;

export interface Connection {
  call(
    to: string,
    path: string,
    method: string,
    type?: string,
    values?: readonly unknown[],
  ): Promise<readonly unknown[]>;
  emit(path: string, signal: string, type: string, values: readonly unknown[]): void;
  close(): void;
}

type Kind = 1 | 2 | 3 | 4;
type Fields = Readonly<Record<number, unknown>>;
interface Message {
  readonly kind: Kind;
  readonly serial: number;
  readonly fields: Fields;
  readonly args: readonly unknown[];
}

const BUS = 'org.freedesktop.DBus';
/** Header fields and their types, by the number that the specification gives them. */
const field = { path: 1, interface: 2, member: 3, error: 4, replyTo: 5, to: 6, sender: 7, type: 8 };
const fieldTypes = ['', 'o', 's', 's', 's', 'u', 's', 's', 'g'];

/** Connects and says hello. `answer` gets every method call that comes in. */
export async function connect(
  socketFile: string,
  answer: (call: Call) => Answer = () => null,
): Promise<Connection> {
  const socket = createConnection(socketFile);
  await authenticate(socket);
  const waiting = new Map<number, (message: Message) => void>();
  let serial = 0;
  let held = Buffer.alloc(0);

  function send(kind: Kind, fields: Fields, type = '', values: readonly unknown[] = []): number {
    serial += 1;
    const given: Fields = type === '' ? fields : { ...fields, [field.type]: type };
    socket.write(pack({ kind, serial, fields: given, args: values }));
    return serial;
  }

  function receive(message: Message): void {
    const { kind, fields, args } = message;
    if (kind === 2 || kind === 3) waiting.get(fields[field.replyTo] as number)?.(message);
    if (kind !== 1) return;
    const call = {
      path: fields[field.path] as string,
      interface: (fields[field.interface] as string | undefined) ?? '',
      member: fields[field.member] as string,
      sender: fields[field.sender] as string,
      args,
    };
    const said = answer(call);
    const back = { [field.replyTo]: message.serial, [field.to]: call.sender };
    if (said !== null) send(2, back, said.type, said.values);
    else send(3, { ...back, [field.error]: `${BUS}.Error.UnknownMethod` }, 's', [call.member]);
  }

  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (let size = sizeOf(held); size !== null && held.length >= size; size = sizeOf(held)) {
      const bytes = held.subarray(0, size);
      held = held.subarray(size);
      receive(unpack(bytes));
    }
  });

  const connection: Connection = {
    call: (to, path, method, type, values) =>
      new Promise((resolve, reject) => {
        const [on, member] = splitName(method);
        const fields = { [field.path]: path, [field.interface]: on, [field.member]: member };
        const sent = send(1, { ...fields, [field.to]: to }, type, values);
        waiting.set(sent, ({ kind, fields: got, args }) => {
          waiting.delete(sent);
          if (kind === 2) resolve(args);
          else reject(new Error(`${String(got[field.error])}: ${JSON.stringify(args)}`));
        });
      }),
    emit: (path, signal, type, values) => {
      const [on, member] = splitName(signal);
      send(4, { [field.path]: path, [field.interface]: on, [field.member]: member }, type, values);
    },
    close: () => {
      socket.destroy();
    },
  };
  await connection.call(BUS, '/org/freedesktop/DBus', `${BUS}.Hello`);
  return connection;
}

/** Takes a name on the bus; fails when another has it. */
export async function takeName(connection: Connection, name: string): Promise<void> {
  const [took] = await connection.call(
    ...([BUS, '/org/freedesktop/DBus', `${BUS}.RequestName`] as const),
    'su',
    [name, 4],
  );
  if (took !== 1) throw new Error(`${name} is taken`);
}

/** The answer of org.freedesktop.DBus.Properties, for an object with these. */
export function propertiesAnswer(
  { member, args }: Call,
  properties: Readonly<Record<string, ReturnType<typeof variant>>>,
): Answer {
  if (member === 'GetAll') return { type: 'a{sv}', values: [Object.entries(properties)] };
  const one = properties[String(args[1])];
  return member === 'Get' && one !== undefined ? { type: 'v', values: [one] } : null;
}

function splitName(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

async function authenticate(socket: Socket): Promise<void> {
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (line: Buffer) => {
      if (line.toString().startsWith('OK')) resolve();
      else reject(new Error(`the bus says ${line.toString()}`));
    });
  });
  socket.write('BEGIN\r\n');
}

function pack({ kind, serial, fields, args }: Message): Buffer {
  const body = new Writer();
  const type = (fields[field.type] as string | undefined) ?? '';
  typesOf(type).forEach((one, n) => body.write(one, args[n]));
  const head = new Writer();
  for (const byte of ['l'.charCodeAt(0), kind, 0, 1]) head.write('y', byte);
  head.write('u', body.length);
  head.write('u', serial);
  const list = Object.entries(fields).map(([number, value]) => {
    return [Number(number), variant(fieldTypes[Number(number)] ?? 's', value)];
  });
  head.write('a(yv)', list);
  head.pad(8);
  return Buffer.concat([head.toBuffer(), body.toBuffer()]);
}

/** The size of the message that begins here; null while its head is not there. */
function sizeOf(bytes: Buffer): number | null {
  if (bytes.length < 16) return null;
  const fieldsEnd = 16 + bytes.readUInt32LE(12);
  return Math.ceil(fieldsEnd / 8) * 8 + bytes.readUInt32LE(4);
}

function unpack(bytes: Buffer): Message {
  if (bytes.readUInt8(0) !== 'l'.charCodeAt(0)) throw new Error('a message in big-endian');
  const head = new Reader(bytes, 12);
  const list = head.read('a(yv)') as [number, unknown][];
  const fields: Fields = Object.fromEntries(list);
  head.pad(8);
  const body = new Reader(bytes.subarray(head.position));
  const types = typesOf((fields[field.type] as string | undefined) ?? '');
  const args = types.map((type) => body.read(type));
  return { kind: bytes.readUInt8(1) as Kind, serial: bytes.readUInt32LE(8), fields, args };
}
