import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';

/** Where systems keep the bundle of the roots they trust: Debian, Fedora, SUSE, FreeBSD and macOS, Alpine. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Whom to trust, parsed once per bundle (23 ms for Node's 144 roots): `caBundle` alone where it is set, else Node's
 * roots, the system's and those of `NODE_EXTRA_CA_CERTS`. Throws CONFIG where `caBundle` cannot be used.
 */
export function createTrust(
  extraCertificates: string | null,
  systemBundles: readonly string[] = SYSTEM_BUNDLES,
): (caBundle: string | null) => SecureContext {
  const contexts = new Map<string | null, SecureContext>();
  return (caBundle) => {
    const known = contexts.get(caBundle);
    if (known !== undefined) {
      return known;
    }
    const ca = caBundle === null ? defaultRoots(extraCertificates, systemBundles) : readBundle(caBundle);
    const context = createSecureContext({ ca: [...ca], minVersion: 'TLSv1.2' });
    contexts.set(caBundle, context);
    return context;
  };
}

function defaultRoots(extra: string | null, systemBundles: readonly string[]): readonly string[] {
  const roots = new Map(rootCertificates.map((pem) => [withoutBlanks(pem), pem]));
  const system = systemBundles.map(certificatesIn).find((found) => found.length > 0) ?? [];
  // An unreadable NODE_EXTRA_CA_CERTS is skipped, as in Node itself. A relative one is skipped too: a file in the
  // current folder must not decide whom to trust.
  for (const pem of [...system, ...(extra === null || !isAbsolute(extra) ? [] : certificatesIn(extra))]) {
    roots.set(withoutBlanks(pem), pem);
  }
  return [...roots.values()];
}

function readBundle(path: string): readonly string[] {
  const hints = ['the path comes from AWS_CA_BUNDLE, or ca_bundle in ~/.aws/config'];
  let certificates;
  try {
    certificates = readFileSync(path, 'latin1').match(CERTIFICATE);
  } catch (cause) {
    const why = printable((cause as NodeJS.ErrnoException).code ?? 'unknown');
    throw new AwscredError('CONFIG', `cannot read the CA bundle ${printable(path)} (${why})`, {
      hints,
      cause,
    });
  }
  if (certificates === null) {
    throw new AwscredError('CONFIG', `the CA bundle ${printable(path)} holds no PEM certificate`, { hints });
  }
  return certificates;
}

function certificatesIn(path: string): readonly string[] {
  try {
    return readFileSync(path, 'latin1').match(CERTIFICATE) ?? [];
  } catch {
    return [];
  }
}

function withoutBlanks(pem: string): string {
  return pem.replace(/\s+/g, '');
}
