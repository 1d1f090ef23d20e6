/**
 * Node's own modules, each loaded when it is first used: an import of all of them would cost a command
 * that needs none more than the command itself.
 */
import type * as ChildProcess from 'node:child_process';
import type * as Crypto from 'node:crypto';
import type * as Fs from 'node:fs';
import type * as Net from 'node:net';
import type * as Os from 'node:os';
import type * as Path from 'node:path';
import type * as Readline from 'node:readline';
import type * as Url from 'node:url';
import type * as Util from 'node:util';

/** From Node 20.16 and 22.3 on; before that by the longer way. */
const { getBuiltinModule } = process as { readonly getBuiltinModule?: (name: string) => unknown };
const require = getBuiltinModule ?? (await import('node:module')).createRequire(import.meta.url);

export const childProcess = () => require('node:child_process') as typeof ChildProcess;
export const crypto = () => require('node:crypto') as typeof Crypto;
export const fs = () => require('node:fs') as typeof Fs;
export const net = () => require('node:net') as typeof Net;
export const os = () => require('node:os') as typeof Os;
export const path = () => require('node:path') as typeof Path;
export const readline = () => require('node:readline') as typeof Readline;
export const url = () => require('node:url') as typeof Url;
export const util = () => require('node:util') as typeof Util;
