/**
 * The certificate that the command line asks for: given in files, or made for this run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSecureContext } from 'node:tls';

import { namesOf } from '../http/hosts.ts';
import { makeCertificate } from '../tls/certificate.ts';
import type { SimulatorOptions } from '../simulator-types.ts';
import type { CliSettings } from './flags.ts';
import { codeOf, InputError } from './input-files.ts';

/** Rejects with InputError. The authority's file is gone when the program ends. */
export async function tlsOf(settings: CliSettings): Promise<SimulatorOptions['tls'] | null> {
  const { tls, host, allowHosts } = settings;
  if (tls === null) return null;
  if (tls !== 'own') return { ...(await readPair(tls.certFile, tls.keyFile)), caFile: null };
  const { key, cert, ca } = await makeCertificate(namesOf(host, allowHosts));
  const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-simulator-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  return { key, cert, caFile };
}

async function readPair(certFile: string, keyFile: string) {
  const read = async (file: string) => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw new InputError(`The file "${file}" cannot be read (${codeOf(error)}).`);
    }
  };
  const pair = { cert: await read(certFile), key: await read(keyFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new InputError(
      `"${certFile}" and "${keyFile}" are no certificate with its key (${codeOf(error)}).`,
    );
  }
  return pair;
}
