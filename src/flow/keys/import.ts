import { configOnDemand } from '../../core/aws-files/config-on-demand.ts';
import type { Profile, StaticKeys } from '../../core/aws-files/config-model.ts';
import { unknownProfile } from '../../core/aws-files/profile-choice.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';
import type { KeyPair } from '../../core/kept-keys.ts';
import { checkedPair } from '../../core/key-pair-text.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { Secret } from '../../core/secret.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/files/aws-file-editor.ts';
import type { Run } from '../line/run.ts';
import { keep, type KeepOptions, type Kept } from './keep.ts';
import { prepareStore } from './kept-item.ts';

export interface ImportInput extends KeepOptions {
  readonly profiles: readonly string[];
  readonly all: boolean;
  /** A copy of the old file is kept, which holds the keys in clear. */
  readonly backup: boolean;
  readonly editor: AwsFileEditor;
}

export interface Imported {
  readonly imported: readonly Kept[];
  /** With `--all`: what stays in the file, and why. Foreign text inside. */
  readonly left: readonly { readonly profile: string; readonly reason: string }[];
  /** Full path of the credentials file. */
  readonly file: string;
  /** Full paths of copies. */
  readonly backups: readonly string[];
}

/** Moves keys out of the credentials file: into the store, read back, and then out of the file. */
export async function importKeys(run: Run, input: ImportInput): Promise<Imported> {
  const names = input.all ? namesIn(run) : input.profiles;
  const { path } = run.config().credentialsFile;
  const done: { imported: Kept[]; left: Imported['left'][number][]; backups: string[] } = {
    imported: [],
    left: [],
    backups: [],
  };
  const chosen = names.flatMap((name) => {
    try {
      return [{ name, pair: pairOf(run, name) }];
    } catch (error) {
      if (!input.all || !(error instanceof AwscredError)) {
        throw error;
      }
      done.left.push({ profile: name, reason: error.message });
      return [];
    }
  });
  await prepareStore(run);
  for (const { name, pair } of chosen) {
    try {
      const { kept, backup } = await moved(run, name, pair, input);
      done.imported.push(kept);
      done.backups.push(...(backup === null ? [] : [backup]));
    } catch (error) {
      if (
        !input.all ||
        !(error instanceof AwscredError) ||
        !['USAGE', 'CONFIG', 'REFUSED'].includes(error.code)
      ) {
        throw error;
      }
      done.left.push({ profile: name, reason: error.message });
    }
  }
  return { ...done, file: path };
}

function namesIn(run: Run): readonly string[] {
  return [...run.config().profiles.values()]
    .filter(({ credentialsKeys }) => credentialsKeys !== null)
    .map(({ name }) => name);
}

/** AwscredError USAGE for what is not a whole pair of long-lived keys. */
function pairOf(run: Run, name: string): KeyPair {
  const profile = run.config().profiles.get(name);
  if (profile === undefined) {
    throw unknownProfile(run.config(), name, run.ports.environment.home);
  }
  const keys = profile.credentialsKeys;
  if (keys === null) {
    throw new AwscredError(
      'USAGE',
      `profile ${quoted(name)} has no keys in ${printable(run.config().credentialsFile.path)}`,
      {
        hints: hintsWithout(profile),
      },
    );
  }
  if (keys.sessionToken !== null) {
    throw new AwscredError(
      'USAGE',
      `the keys of profile ${quoted(name)} are temporary (they have a session token)`,
      {
        at: keys.sessionToken,
      },
    );
  }
  return inProfile(name, keys);
}

function hintsWithout({ name, configKeys }: Profile): readonly string[] {
  return configKeys === null
    ? []
    : [
        `its keys are in the config file: awscred keys add ${quoted(name)} keeps them, then delete them there`,
      ];
}

function inProfile(name: string, keys: StaticKeys): KeyPair {
  try {
    return pairIn(keys);
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    throw new AwscredError('USAGE', `profile ${quoted(name)}: ${error.message}`, {
      at: keys.accessKeyId ?? keys.secretAccessKey,
      hints: error.hints,
    });
  }
}

function pairIn({ accessKeyId, secretAccessKey }: StaticKeys): KeyPair {
  const id = accessKeyId?.value;
  const secret = secretAccessKey?.value;
  return checkedPair(typeof id === 'string' ? id : '', secret instanceof Secret ? secret.reveal() : '');
}

async function moved(
  run: Run,
  name: string,
  pair: KeyPair,
  input: ImportInput,
): Promise<{ readonly kept: Kept; readonly backup: string | null }> {
  const section = { kind: 'profile', name } as const;
  const keys = ['aws_access_key_id', 'aws_secret_access_key'];
  const edits = (text: string): readonly FileEdit[] => {
    refuseOther(run, name, pair, text);
    return [{ change: 'remove', section, keys }];
  };
  // What cannot be taken out exactly is found before anything is kept.
  await input.editor.change('credentials', edits, { dryRun: true });
  const kept = await keep(run, name, pair, input);
  const change = await input.editor.change('credentials', edits, { backup: input.backup });
  return { kept, backup: change.backup };
}

/** Another tool may have written other keys meanwhile: what is taken out must be what is kept. */
function refuseOther(run: Run, name: string, pair: KeyPair, text: string): void {
  const { path } = run.config().credentialsFile;
  const config = { path: '', text: null, from: null };
  const now = configOnDemand({ config, credentials: { path, text, from: null } }).profiles.get(name);
  const keys = now?.credentialsKeys ?? null;
  const there = keys === null ? null : pairIn(keys);
  if (
    there !== null &&
    (there.accessKeyId !== pair.accessKeyId ||
      there.secretAccessKey.reveal() !== pair.secretAccessKey.reveal())
  ) {
    throw new AwscredError('CONFIG', `the keys of profile ${quoted(name)} have changed meanwhile`, {
      hints: ['try again'],
    });
  }
}
