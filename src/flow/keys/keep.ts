import type { KeptKeys, KeyPair } from '../../core/kept-keys.ts';
import { pasteable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Run } from '../line/run.ts';
import { factsOf, forgetSessions, readKept, writeKept } from './kept-item.ts';
import { ownerOf, UNTESTED } from './tested-keys.ts';

export interface KeepOptions {
  /** `--replace`: other keys that are kept for the profile go. */
  readonly replace: boolean;
  /** False for `--no-test`. */
  readonly test: boolean;
}

/** What was kept. */
export interface Kept {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly account: string | null;
  readonly user: string | null;
}

/**
 * Tests a pair and puts it into the store, read back. AwscredError USAGE where other keys are kept for the profile
 * already: nothing is overwritten unasked.
 */
export async function keep(run: Run, profile: string, pair: KeyPair, options: KeepOptions): Promise<Kept> {
  const before = await readKept(run, profile);
  const isSame = before !== null && samePair(before.current, pair);
  if (before !== null && !isSame) {
    refuseOverwriting(profile, before, options);
  }
  const owner = options.test ? await ownerOf(run, profile, pair) : UNTESTED;
  // Keys that are there already are written again only where the index has lost them.
  if (!isSame || factsOf(run, profile) === null) {
    const keys = isSame ? before : { current: pair, next: null, old: null };
    await writeKept(run, profile, keys, { ...owner, addedAt: run.ports.clock.now(), rotatedAt: null });
  }
  if (before !== null && !isSame) {
    await forgetSessions(run, [profile]);
  }
  return { profile, accessKeyId: pair.accessKeyId, ...owner };
}

function samePair(one: KeyPair, other: KeyPair): boolean {
  return (
    one.accessKeyId === other.accessKeyId && one.secretAccessKey.reveal() === other.secretAccessKey.reveal()
  );
}

function refuseOverwriting(profile: string, before: KeptKeys, { replace }: KeepOptions): void {
  if (!replace) {
    throw new AwscredError('USAGE', `other keys of profile ${quoted(profile)} are in the store already`, {
      hints: [
        '--replace overwrites them',
        `to change them for new ones: ${pasteable('awscred keys rotate', profile, 'PROFILE')}`,
      ],
    });
  }
  if (before.next !== null || before.old !== null) {
    throw rotating(profile);
  }
}

export function rotating(profile: string): AwscredError {
  return new AwscredError('USAGE', `the keys of profile ${quoted(profile)} are being rotated`, {
    hints: [
      `finish it: ${pasteable('awscred keys rotate --resume', profile, 'PROFILE')}`,
      `go back to the old key: ${pasteable('awscred keys rotate --rollback', profile, 'PROFILE')}`,
    ],
  });
}
