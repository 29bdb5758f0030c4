import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { RolesAnywhereStep } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { fromCertificate } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';

/** A certificate, what stands between it and the anchor, and its key. */
export interface MachineIdentity {
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
}

type Needed = Pick<Ports, 'clock' | 'files' | 'report' | 'terminal'>;

/** Reads and checks the files. AwscredError CONFIG naming file and line; NEEDS_PERSON where a passphrase cannot be asked. */
export async function machineIdentity(step: RolesAnywhereStep, ports: Needed): Promise<MachineIdentity> {
  const own = certificatesIn(step, step.certificate, ports);
  const more = step.chain === null ? [] : certificatesIn(step, step.chain, ports);
  const [certificate] = own;
  if (certificate === undefined) {
    throw fault(step, `${step.certificate} holds no certificate`);
  }
  refuseOutOfDate(step, certificate, ports.clock.now());
  const key = await privateKey(step, ports);
  if (!certificate.checkPrivateKey(key)) {
    throw fault(step, `${step.privateKey} is not the key of ${step.certificate}`);
  }
  const leaf = certificate.fingerprint256;
  const chain = [...own.slice(1), ...more].filter(({ fingerprint256 }) => fingerprint256 !== leaf);
  return { certificate, chain, key };
}

function certificatesIn(step: RolesAnywhereStep, path: string, ports: Needed): readonly X509Certificate[] {
  const text = textOf(step, path, ports);
  const parts = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return parts.map((part) => new X509Certificate(part));
  } catch (cause) {
    throw fault(step, `${path} holds a damaged certificate`, { cause });
  }
}

function refuseOutOfDate(
  step: RolesAnywhereStep,
  { validFrom, validTo }: X509Certificate,
  now: number,
): void {
  if ((fromCertificate(validTo) ?? 0) <= now) {
    throw fault(step, `the certificate expired on ${validTo}`, { code: 'REFUSED' });
  }
  if ((fromCertificate(validFrom) ?? 0) > now) {
    throw fault(step, `the certificate is not valid before ${validFrom}`, { code: 'REFUSED' });
  }
}

async function privateKey(step: RolesAnywhereStep, ports: Needed): Promise<KeyObject> {
  refuseOpenKey(step, ports);
  const pem = new Secret(textOf(step, step.privateKey, ports));
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem.reveal());
  const passphrase = isEncrypted ? await passphraseOf(step, ports) : null;
  let key: KeyObject;
  try {
    key = createPrivateKey({
      key: pem.reveal(),
      ...(passphrase !== null && { passphrase: passphrase.reveal() }),
    });
  } catch {
    // The library's own words may quote the file.
    throw fault(
      step,
      isEncrypted
        ? `the passphrase of ${step.privateKey} is wrong`
        : `${step.privateKey} holds no private key`,
    );
  }
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ec') {
    throw fault(step, `${step.privateKey} is no RSA and no elliptic curve key, which AWS wants`);
  }
  return key;
}

function refuseOpenKey(step: RolesAnywhereStep, { files, report }: Needed): void {
  const open = files.openToOthers(step.privateKey);
  if (open === 'mounted') {
    report.warn(`${printable(step.privateKey, 200)} can be read by other users of this machine`);
  }
  if (open === 'yes') {
    throw fault(step, `${step.privateKey} can be read by other users`, {
      hints: [`chmod 600 ${printable(step.privateKey, 200)}`],
    });
  }
}

async function passphraseOf(step: RolesAnywhereStep, ports: Needed): Promise<Secret> {
  if (step.passphraseFile !== null) {
    return new Secret(textOf(step, step.passphraseFile, ports).replace(/\r?\n$/, ''));
  }
  if (!ports.terminal.available) {
    throw new AwscredError(
      'NEEDS_PERSON',
      `the key of profile ${printable(step.profile, 80)} has a passphrase, and ${ports.terminal.absence}`,
      { hints: ['name a file that holds it: awscred_private_key_passphrase_file'], at: settingOf(step) },
    );
  }
  const typed = await ports.terminal.askSecret(`Passphrase of ${step.privateKey}`);
  if (typed === null) {
    throw new AwscredError('INTERRUPTED', 'no passphrase was given');
  }
  return typed;
}

function textOf(step: RolesAnywhereStep, path: string, { files }: Needed): string {
  let text: string | null;
  try {
    text = files.read(path);
  } catch (cause) {
    throw fault(step, `${path} cannot be read`, { cause });
  }
  if (text === null) {
    throw fault(step, `${path} does not exist`);
  }
  return text;
}

function settingOf({ settings }: RolesAnywhereStep) {
  return settings['awscred_certificate'] ?? settings['credential_process'] ?? null;
}

function fault(
  step: RolesAnywhereStep,
  what: string,
  more: { readonly code?: 'REFUSED'; readonly hints?: readonly string[]; readonly cause?: unknown } = {},
): AwscredError {
  const { code = 'CONFIG', hints = [], cause } = more;
  return new AwscredError(code, `profile ${printable(step.profile, 80)}: ${printable(what, 300)}`, {
    hints,
    at: settingOf(step),
    ...(cause !== undefined && { cause }),
  });
}
