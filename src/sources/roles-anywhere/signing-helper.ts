import { shellWords } from '../../core/aws-files/ini/shell-words.ts';
import type { Setting } from '../../core/plan/step.ts';

/** Flags of aws_signing_helper that mean the same here, and the keys that they stand for. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['certificate', 'awscred_certificate'],
  ['private-key', 'awscred_private_key'],
  ['intermediates', 'awscred_certificate_chain'],
  ['trust-anchor-arn', 'awscred_trust_anchor_arn'],
  ['profile-arn', 'awscred_profile_arn'],
  ['role-arn', 'role_arn'],
  ['session-duration', 'duration_seconds'],
  ['role-session-name', 'role_session_name'],
  ['region', 'region-of-helper'],
]);

const NEEDED = ['certificate', 'private-key', 'trust-anchor-arn', 'profile-arn', 'role-arn'];

/**
 * What a line `aws_signing_helper credential-process --certificate …` asks for, as settings at the line's own place.
 * Null for another program, a flag that is not known here, a key that is no file (`pkcs11:`, `handle:`), a path that
 * depends on the folder, and where something is missing: the program itself then says what.
 */
export function helperSettings(line: Setting): ReadonlyMap<string, Setting> | null {
  const [program = '', command, ...words] = shellWords(line.value) ?? [];
  const isHelper =
    /(?:^|[\\/])aws_signing_helper(?:\.exe)?$/.test(program) && command === 'credential-process';
  const flags = isHelper ? flagsIn(words) : null;
  if (flags === null || NEEDED.some((name) => !flags.has(name))) {
    return null;
  }
  const files = ['certificate', 'private-key', 'intermediates'].map((name) => flags.get(name));
  if (!files.every((path) => path === undefined || /^(?:\/|[A-Za-z]:[\\/])/.test(path))) {
    return null;
  }
  return new Map([...flags].map(([name, value]) => [FLAGS.get(name) ?? name, { ...line, value }]));
}

/** `--name value`, `--name=value`, with one dash or two, as Go's flags are written. */
function flagsIn(words: readonly string[]): ReadonlyMap<string, string> | null {
  const flags = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const match = /^--?([a-z][a-z-]*)(?:=(.*))?$/s.exec(words[at] ?? '');
    const name = match?.[1] ?? '';
    let value = match?.[2];
    if (value === undefined) {
      at += 1;
      value = words[at];
    }
    if (!FLAGS.has(name) || value === undefined || flags.has(name)) {
      return null;
    }
    flags.set(name, value);
  }
  return flags;
}
