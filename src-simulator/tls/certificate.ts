/**
 * A certificate for this run alone: an authority that clients can trust, and one certificate of it. The
 * authority's key is gone when this returns, so trusting the authority trusts nothing else.
 */
import 'reflect-metadata';

import { isIP } from 'node:net';

import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM texts. */
export interface OwnCertificate {
  readonly key: string;
  readonly cert: string;
  /** The authority, for clients to trust. */
  readonly ca: string;
}

// What every client takes since TLS 1.2, and made in no time.
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** Apple's systems take no certificate of a private authority for longer than 825 days. */
const DAYS = 365;

/** @param names what clients may call the server: names of hosts and addresses, without a port */
export async function makeCertificate(names: readonly string[]): Promise<OwnCertificate> {
  const makeKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const [authority, server] = await Promise.all([makeKeys(), makeKeys()]);
  // A day back, for clients whose clock is behind.
  const notBefore = new Date(Date.now() - DAY_MS);
  const notAfter = new Date(notBefore.getTime() + DAYS * DAY_MS);
  const period = { notBefore, notAfter, signingAlgorithm: ALGORITHM };
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...period,
    name: 'CN=Tabkeeper simulator (this run only)',
    keys: authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const cert = await X509CertificateGenerator.create({
    ...period,
    subject: 'CN=Tabkeeper simulator',
    issuer: ca.subject,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    // Strict clients (Python 3.13 for one) want each of these.
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(server.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({
          type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
          value,
        })),
      ),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', server.privateKey));
  return { key: pem('PRIVATE KEY', key), cert: cert.toString('pem'), ca: ca.toString('pem') };
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
