import type { KeptKeys } from '../../../core/kept-keys.ts';
import { type Rotation, rotationIn } from '../../../core/rotation.ts';
import { pasteable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Rotations } from '../../../ports/store/rotations.ts';
import { lockWait } from '../../../protocols/together/lock-wait.ts';
import { callerIdentity } from '../../line/guards/caller-identity.ts';
import { stsSite } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';
import { prepareStore, readKept } from '../kept-item.ts';
import { goBack } from './back.ts';
import { beginning, sharing } from './begin.ts';
import { goOn, type Rotating, save } from './context.ts';
import { goForward, type Rotated } from './forward.ts';
import { credentialsOf, iamAs } from './iam-as.ts';

export interface RotateInput {
  readonly profile: string;
  readonly how: 'rotate' | 'resume' | 'rollback' | 'dry-run';
  readonly keepOldMs: number | null;
  readonly rotations: Rotations;
  readonly tell: Rotating['tell'];
}

/** Replaces a profile's key by a new one, or goes on with a rotation that is open. Null for a dry run. */
export async function rotate(run: Run, input: RotateInput): Promise<Rotated | null> {
  await prepareStore(run);
  const { id } = await keptOf(run, input.profile);
  return run.ports.locks.withLock(`rotate:${id}`, lockWait(run.ports, run.request), async () => {
    // Read again: another process may have ended it meanwhile.
    const { kept } = await keptOf(run, input.profile);
    return alone(run, input, kept);
  });
}

/** The key that names the journal: the one in use before the rotation. */
async function keptOf(run: Run, profile: string): Promise<{ readonly kept: KeptKeys; readonly id: string }> {
  const kept = await readKept(run, profile);
  if (kept === null) {
    throw new AwscredError('USAGE', `no keys are kept for profile ${quoted(profile)}`, {
      hints: [
        `move them out of a file: ${pasteable('awscred keys import', profile, 'PROFILE')}`,
        `type them: ${pasteable('awscred keys add', profile, 'PROFILE')}`,
      ],
    });
  }
  return { kept, id: kept.old?.accessKeyId ?? kept.current.accessKeyId };
}

async function alone(run: Run, input: RotateInput, kept: KeptKeys): Promise<Rotated | null> {
  const open = await journalOf(run, input, kept);
  const at: Rotating = { run, ...input, iam: await iamAs(run, input.profile, kept.old?.accessKeyId ?? null) };
  if (input.how === 'rollback') {
    return goBack(at, required(open, input.profile));
  }
  if (input.how === 'resume') {
    const rotation = required(open, input.profile);
    return rotation.stage === 'back' ? goBack(at, rotation) : goForward(at, rotation);
  }
  if (open !== null) {
    await finishFirst(at, open);
    const now = await keptOf(run, input.profile);
    return begin(at, input, now.kept);
  }
  return begin(at, input, kept);
}

async function begin(at: Rotating, input: RotateInput, kept: KeptKeys): Promise<Rotated | null> {
  const rotation = await beginning(at, input.profile, kept);
  if (input.how === 'dry-run') {
    return null;
  }
  return goForward(at, save(at, rotation));
}

/** A rotation whose wait is over is ended by the next one; any other is a person's to decide. */
async function finishFirst(at: Rotating, open: Rotation): Promise<void> {
  const isOver = open.stage === 'delete' && (open.deleteAt ?? 0) <= at.run.ports.clock.now();
  if (!isOver) {
    throw new AwscredError('USAGE', `a rotation of this key is open`, { hints: goOn(open.profiles) });
  }
  await goForward(at, open);
}

/** Null where none is open. Where the journal is lost or damaged, the marks of the keys say how far it was. */
async function journalOf(run: Run, input: RotateInput, kept: KeptKeys): Promise<Rotation | null> {
  const { rotations, profile, how } = input;
  const ids = [kept.old, kept.current, kept.next].flatMap((pair) => pair?.accessKeyId ?? []);
  const texts = ids.map((id) => rotations.read(id)).filter((text) => text !== null);
  const [open] = texts.map(rotationIn).filter((rotation) => rotation !== null);
  if (open !== undefined) {
    return open;
  }
  const isMarked = kept.old !== null || kept.next !== null;
  if (texts.length === 0 && !isMarked) {
    return null;
  }
  if (how !== 'resume' && how !== 'rollback') {
    const what = texts.length === 0 ? 'lost' : 'damaged';
    throw new AwscredError('USAGE', `the journal of a rotation of this key is ${what}`, {
      hints: goOn([profile]),
    });
  }
  return fromStore(run, profile, kept);
}

/** Before a rotation there was one key alone, so a second one that nobody keeps was made by it. */
async function fromStore(run: Run, profile: string, kept: KeptKeys): Promise<Rotation> {
  const { current, next, old } = kept;
  const first = (old ?? current).accessKeyId;
  const made = next ?? (old === null ? null : current);
  const { arn } = await callerIdentity(run, credentialsOf(current), stsSite(run, profile));
  return {
    profiles: await sharing(run, profile, kept),
    user: arn,
    old: first,
    known: [first],
    next: made?.accessKeyId ?? null,
    stage: next !== null ? 'prove' : old !== null ? 'deactivate' : 'create',
    beganAt: run.ports.clock.now(),
    deleteAt: null,
  };
}

function required(open: Rotation | null, profile: string): Rotation {
  if (open === null) {
    throw new AwscredError('USAGE', `no rotation of the keys of profile ${quoted(profile)} is open`, {
      hints: [`begin one: ${pasteable('awscred keys rotate', profile, 'PROFILE')}`],
    });
  }
  return open;
}
