import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../files/temp-folder.ts';

export interface PrivateCa {
  /** Path of the CA's certificate, PEM. */
  readonly bundle: string;
  /** Its common name. */
  readonly name: string;
  /** A key and a certificate, PEM, for these subject alternative names: `DNS:sts.example`, `IP:127.0.0.1`. */
  issue(...names: readonly string[]): { readonly key: string; readonly cert: string };
}

/** A certificate authority of its own, made by openssl (`skip: needs('openssl')`). */
export function privateCa(name: string): PrivateCa {
  const folder = tempFolder();
  const [caKey, bundle] = [join(folder, 'ca.key'), join(folder, 'ca.pem')];
  openssl('req', '-x509', ...KEY, '-keyout', caKey, '-out', bundle, '-days', '2', '-subj', `/CN=${name}`);
  let issued = 0;
  return {
    bundle,
    name,
    issue(...names) {
      issued += 1;
      const path = (ending: string): string => join(folder, `${issued}.${ending}`);
      openssl('req', ...KEY, '-keyout', path('key'), '-out', path('csr'), '-subj', '/CN=server');
      writeFileSync(path('ext'), `subjectAltName=${names.join(',')}\n`);
      openssl(
        'x509',
        '-req',
        '-in',
        path('csr'),
        '-CA',
        bundle,
        '-CAkey',
        caKey,
        '-CAcreateserial',
        '-days',
        '1',
        '-extfile',
        path('ext'),
        '-out',
        path('pem'),
      );
      return { key: readFileSync(path('key'), 'utf8'), cert: readFileSync(path('pem'), 'utf8') };
    },
  };
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: 'pipe' });
}
