import { type Profile, type Property, textOf } from '../../core/aws-files/config-model.ts';
import { pasteable, printable } from '../../core/text/printable.ts';
import { rotationIn } from '../../core/rotation.ts';
import { toIso } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import { shown } from './aws-files.ts';
import { type Check, fail, type Finding, orOk, type Seen, warn } from './check.ts';

/** Secrets in AWS's files, and sources of credentials that hide each other. */
export const KEY_CHECKS: readonly Check[] = [
  {
    id: 'plaintext-keys',
    run: (seen) =>
      orOk(
        profilesOf(seen).flatMap((profile) => plaintext(profile, seen)),
        'no long-lived key in a file',
      ),
  },
  {
    id: 'open-rotations',
    run: ({ rotations }) => orOk(rotations.map(openRotation), 'no rotation of a key is open'),
  },
  {
    id: 'files-private',
    run({ config, machine, run }) {
      const { home } = run.ports.environment;
      const findings = openFiles({ config, machine }).map((path) =>
        warn(`${shown(path, home)} holds keys, and other users can read it`, {
          fix: `chmod 600 ${shown(path, home)}`,
          at: { file: path, line: 1 },
        }),
      );
      return orOk(findings, 'no file with keys is readable by others');
    },
  },
  {
    id: 'keys-shadow-process',
    run: (seen) =>
      orOk(
        profilesOf(seen).flatMap((profile) => shadowed(profile, seen)),
        'no credential_process hidden by keys',
      ),
  },
  {
    id: 'mixed-credential-styles',
    run: (seen) =>
      orOk(
        profilesOf(seen).flatMap((profile) => mixed(profile, seen)),
        'one way to credentials in each profile',
      ),
  },
];

function openRotation(text: string): Finding {
  const rotation = rotationIn(text);
  if (rotation === null) {
    return warn('a journal of a key rotation is damaged', { fix: 'awscred keys rotate PROFILE --resume' });
  }
  const { profiles, deleteAt } = rotation;
  const [first = ''] = profiles;
  const waits = deleteAt === null ? '' : `; the old key may be deleted from ${toIso(deleteAt)} on`;
  return warn(
    `a rotation of the key of ${profiles.map((name) => printable(name, 60)).join(', ')} is open${waits}`,
    {
      fix: pasteable('awscred keys rotate --resume', first, 'PROFILE'),
    },
  );
}

export function profilesOf({ config }: Pick<Seen, 'config'>): readonly Profile[] {
  return config instanceof AwscredError ? [] : [...config.profiles.values()];
}

/** AWS's files that hold keys and that others than the owner can read: full paths. */
export function openFiles({ config, machine }: Pick<Seen, 'config' | 'machine'>): readonly string[] {
  const files = config instanceof AwscredError ? [] : [config.configFile, config.credentialsFile];
  const holdsKeys = (path: string): boolean =>
    profilesOf({ config }).some((profile) => keysOf(profile).some((key) => key.file === path));
  return files.map(({ path }) => path).filter((path) => holdsKeys(path) && machine.isOpenToOthers(path));
}

/** Where a profile's secret keys stand. */
function keysOf(profile: Profile): readonly Property[] {
  return [profile.credentialsKeys, profile.configKeys].flatMap((keys) => keys?.secretAccessKey ?? []);
}

function plaintext(profile: Profile, { run }: Seen): readonly Finding[] {
  return [profile.credentialsKeys, profile.configKeys].flatMap((keys) => {
    const secret = keys?.secretAccessKey ?? null;
    return secret === null || keys?.sessionToken !== null
      ? []
      : [
          warn(`${place(secret, profile, run.ports.environment.home)} long-lived key in a file`, {
            fix:
              keys === profile.credentialsKeys
                ? pasteable('awscred keys import', profile.name, 'PROFILE')
                : 'use a role or a sign-in instead, then delete the key here and in IAM',
            at: secret,
          }),
        ];
  });
}

function shadowed(profile: Profile, { run }: Seen): readonly Finding[] {
  const secret = profile.credentialsKeys?.secretAccessKey ?? null;
  const process = profile.adopted ?? profile.properties.get('credential_process');
  if (secret === null || process === undefined) {
    return [];
  }
  const { home } = run.ports.environment;
  const hidden = `${shown(process.file, home)}:${process.line}`;
  return [
    fail(`${place(secret, profile, home)} hides credential_process in ${hidden}`, {
      fix: `remove the keys of [${printable(profile.name, 60)}] from ${shown(secret.file, home)}`,
      at: secret,
    }),
  ];
}

function mixed(profile: Profile, { run }: Seen): readonly Finding[] {
  const ways = STYLES.flatMap((keys) => keys.find((key) => profile.properties.has(key)) ?? []);
  const isOwnSource = textOf(profile, 'source_profile') === profile.name;
  // Keys beside a process have a check of their own; a role may name its own profile's keys as its source.
  const others = ways.filter((key) => key !== 'aws_access_key_id');
  if (ways.length < 2 || (isOwnSource && others.length < 2) || (others.length === 1 && isProcess(others))) {
    return [];
  }
  const { home } = run.ports.environment;
  const named = ways.map((key) => settingAt(key, profile, home)).join(', ');
  return [
    warn(`${place(profile, profile, home)} names several ways to credentials: ${named}`, {
      fix: 'keep the one you mean: AWS’s tools differ on which one counts',
      at: profile,
    }),
  ];
}

/** Sources of credentials, each with its keys. */
const STYLES: readonly (readonly string[])[] = [
  ['web_identity_token_file', 'role_arn'],
  ['sso_session', 'sso_start_url'],
  ['login_session'],
  ['credential_process'],
  ['aws_access_key_id'],
];

function settingAt(key: string, profile: Profile, home: string): string {
  const property = profile.properties.get(key);
  return property === undefined ? key : `${key} (${shown(property.file, home)}:${property.line})`;
}

function isProcess(ways: readonly string[]): boolean {
  return ways[0] === 'credential_process';
}

function place(at: { readonly file: string; readonly line: number }, profile: Profile, home: string): string {
  return `${shown(at.file, home)}:${at.line} [${printable(profile.name, 60)}]`;
}
