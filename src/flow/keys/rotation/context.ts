import type { KeptKeys, KeyPair } from '../../../core/kept-keys.ts';
import { type Rotation, rotationText, userNameOf } from '../../../core/rotation.ts';
import { pasteable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Rotations } from '../../../ports/store/rotations.ts';
import type { Run } from '../../line/run.ts';
import { factsOf, readKept, writeKept } from '../kept-item.ts';
import type { IamAs } from './iam-as.ts';

/** What every step of a rotation works with. */
export interface Rotating {
  readonly run: Run;
  readonly rotations: Rotations;
  readonly iam: IamAs;
  /** `--keep-old`, in milliseconds; null: AWS's last use decides. */
  readonly keepOldMs: number | null;
  /** Tells a person of a step: its name, what it is about, how it went. */
  tell(step: string, about: string, outcome: string): void;
}

/** A journal is named by the key that it began with. */
export function save({ rotations }: Pick<Rotating, 'rotations'>, rotation: Rotation): Rotation {
  rotations.write(rotation.old, rotationText(rotation));
  return rotation;
}

export function ended({ rotations }: Pick<Rotating, 'rotations'>, { old }: Rotation): void {
  rotations.remove(old);
}

/** The keys of the first profile; all of them have the same. */
export async function keysNow({ run }: Rotating, { profiles }: Rotation): Promise<KeptKeys> {
  const [first = ''] = profiles;
  const kept = await readKept(run, first);
  if (kept === null) {
    throw new AwscredError('STORE', `the store no longer has the keys of profile ${quoted(first)}`, {
      hints: [`add them again: ${pasteable('awscred keys add', first, 'PROFILE')}`],
    });
  }
  return kept;
}

/** Puts the keys into the store for every profile that holds them, each read back. */
export async function keepForAll(
  { run }: Rotating,
  { profiles }: Rotation,
  keys: KeptKeys,
  rotatedAt?: number,
): Promise<void> {
  for (const profile of profiles) {
    const facts = factsOf(run, profile) ?? {
      account: null,
      user: null,
      addedAt: run.ports.clock.now(),
      rotatedAt: null,
    };
    await writeKept(run, profile, keys, { ...facts, rotatedAt: rotatedAt ?? facts.rotatedAt });
  }
}

export function nameIn({ user }: Rotation, { accessKeyId }: Pick<KeyPair, 'accessKeyId'>) {
  return { user: userNameOf(user), accessKeyId };
}

/** The commands that go on with an open rotation. */
export function goOn([first = '']: readonly string[]): readonly string[] {
  return [
    `finish it: ${pasteable('awscred keys rotate --resume', first, 'PROFILE')}`,
    `go back to the old key: ${pasteable('awscred keys rotate --rollback', first, 'PROFILE')}`,
  ];
}

/** `AKIA…X2QF`. */
export function shortId(id: string): string {
  return id.length > 8 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
}
