import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../files/temp-folder.ts';

/** Kinds of keys that OpenSSL is asked for. */
export type KeyKind = 'rsa' | 'p256' | 'p384';

const ALGORITHMS: Readonly<Record<KeyKind, readonly string[]>> = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
};

interface Made {
  /** Full paths. */
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for, and when: OpenSSL's words. */
interface Kind {
  readonly extensions: readonly string[];
  readonly dates?: readonly string[];
}

/** A certificate authority in a folder of its own, made by OpenSSL's program. */
export class Authority {
  readonly folder = tempFolder();
  readonly root: Made;

  constructor() {
    const key = this.key('root', 'p256');
    const certificate = join(this.folder, 'root.pem');
    const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'];
    this.#openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      key,
      '-subj',
      '/CN=root',
      '-days',
      '30',
      '-out',
      certificate,
      ...extensions,
    );
    this.root = { certificate, key };
  }

  /** A private key, PKCS#8. */
  key(name: string, kind: KeyKind): string {
    const path = join(this.folder, `${name}.key`);
    this.#openssl('genpkey', ...ALGORITHMS[kind], '-out', path);
    chmodSync(path, 0o600);
    return path;
  }

  /** An intermediate authority under the root. */
  intermediate(): Made {
    const key = this.key('middle', 'p256');
    return {
      key,
      certificate: this.#issued('middle', key, this.root, {
        extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign'],
      }),
    };
  }

  /** A machine's certificate; `days` may be negative for one that has expired. */
  machine(
    name: string,
    kind: KeyKind,
    issuer: Made = this.root,
    dates: readonly string[] = ['-days', '7'],
  ): Made {
    const key = this.key(name, kind);
    const extensions = ['basicConstraints=CA:FALSE', 'keyUsage=digitalSignature'];
    return { key, certificate: this.#issued(name, key, issuer, { extensions, dates }) };
  }

  /** The key in another form: encrypted, SEC1, PKCS#1. */
  rewritten(key: string, name: string, ...words: readonly string[]): string {
    const path = join(this.folder, name);
    this.#openssl(...words, '-in', key, '-out', path);
    chmodSync(path, 0o600);
    return path;
  }

  #issued(name: string, key: string, issuer: Made, { extensions, dates = ['-days', '7'] }: Kind): string {
    const [request, config, certificate] = ['csr', 'cnf', 'pem'].map((end) =>
      join(this.folder, `${name}.${end}`),
    ) as [string, string, string];
    this.#openssl('req', '-new', '-key', key, '-subj', `/CN=${name}`, '-out', request);
    writeFileSync(config, extensions.join('\n'));
    const serial = ['-set_serial', `0x${Buffer.from(name.padEnd(8, 'x')).toString('hex')}`];
    this.#openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      issuer.certificate,
      '-CAkey',
      issuer.key,
      '-extfile',
      config,
      '-out',
      certificate,
      ...serial,
      ...dates,
    );
    return certificate;
  }

  #openssl(...words: readonly string[]): void {
    execFileSync('openssl', [...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

export function text(path: string): string {
  return readFileSync(path, 'utf8');
}
