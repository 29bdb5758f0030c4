import type { KeptKeys, KeyPair } from '../../../core/kept-keys.ts';
import { type Rotation, userNameOf } from '../../../core/rotation.ts';
import { showClock, showDuration } from '../../../core/text/time.ts';
import { pasteable } from '../../../core/text/printable.ts';
import { AwscredError, AwsRefusal } from '../../../errors.ts';
import type { LastUse } from '../../../ports/iam.ts';
import { forgetSessions } from '../kept-item.ts';
import { ended, goOn, keepForAll, keysNow, nameIn, type Rotating, save, shortId } from './context.ts';
import { isRefusal, orRefused, patiently } from './iam-as.ts';
import { prove } from './prove.ts';

export interface Rotated {
  readonly profiles: readonly string[];
  readonly old: string;
  readonly next: string | null;
  readonly state: 'done' | 'waiting' | 'rolled-back';
  /** Epoch milliseconds; null unless it is waiting. */
  readonly deleteAt: number | null;
}

const DAY_MS = 86_400_000;

/** Goes on from where the journal is, to the end or to the wait. Each step may be repeated. */
export async function goForward(at: Rotating, from: Rotation): Promise<Rotated> {
  let rotation = from;
  if (rotation.stage === 'create') {
    rotation = await create(at, rotation);
  }
  if (rotation.stage === 'prove') {
    rotation = await swap(at, rotation);
  }
  if (rotation.stage === 'deactivate') {
    rotation = await deactivate(at, rotation);
  }
  return finish(at, rotation);
}

/** A key that IAM made and nobody keeps is deleted first: the answer that had its secret was lost. */
async function create(at: Rotating, rotation: Rotation): Promise<Rotation> {
  const kept = await keysNow(at, rotation);
  if (kept.next !== null) {
    await keepForAll(at, rotation, kept);
    return save(at, { ...rotation, stage: 'prove', next: kept.next.accessKeyId });
  }
  await deleteLost(at, rotation, kept);
  const { iam, site, as } = at.iam;
  const next = await made(at, rotation, async () =>
    orRefused('CreateAccessKey', async () =>
      iam.createAccessKey(site, as(kept.current), userNameOf(rotation.user)),
    ),
  );
  at.tell('create', shortId(next.accessKeyId), 'ok');
  try {
    await keepForAll(at, rotation, { ...kept, next });
  } catch (error) {
    await undoCreate(at, rotation, kept, next);
    throw error;
  }
  at.tell('store', at.run.ports.store.describe().kind, 'read back, ok');
  return save(at, { ...rotation, stage: 'prove', next: next.accessKeyId });
}

/** A refusal leaves nothing open; where no answer came, a key may have been made. */
async function made(at: Rotating, rotation: Rotation, work: () => Promise<KeyPair>): Promise<KeyPair> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.cause instanceof AwsRefusal) {
      ended(at, rotation);
      throw error;
    }
    if (error instanceof AwscredError) {
      const { code, message, details, cause } = error;
      throw new AwscredError(code, message, {
        details,
        cause,
        hints: [...error.hints, ...goOn(rotation.profiles)],
      });
    }
    throw error;
  }
}

/** The store does not take the new key: its secret would be lost. */
async function undoCreate(at: Rotating, rotation: Rotation, kept: KeptKeys, next: KeyPair): Promise<void> {
  const { iam, site, as } = at.iam;
  await iam.deleteAccessKey(site, as(kept.current), nameIn(rotation, next));
  await keepForAll(at, rotation, { ...kept, next: null });
  ended(at, rotation);
}

export async function deleteLost(at: Rotating, rotation: Rotation, kept: KeptKeys): Promise<void> {
  const { iam, site, as } = at.iam;
  const listed = await orRefused('ListAccessKeys', async () =>
    iam.listAccessKeys(site, as(kept.current), userNameOf(rotation.user)),
  );
  for (const { accessKeyId } of listed.filter((key) => !rotation.known.includes(key.accessKeyId))) {
    const use = await orRefused('GetAccessKeyLastUsed', async () =>
      iam.lastUse(site, as(kept.current), accessKeyId),
    );
    if (use.at !== null) {
      throw new AwscredError('USAGE', `key ${accessKeyId} of this user was made meanwhile, and is in use`, {
        hints: ['see whose it is: awscred keys audit'],
      });
    }
    await orRefused('DeleteAccessKey', async () =>
      iam.deleteAccessKey(site, as(kept.current), nameIn(rotation, { accessKeyId })),
    );
    at.tell('clean up', shortId(accessKeyId), 'deleted: the answer that had its secret was lost');
  }
}

/** Proves the new key and puts it in the old one's place. */
async function swap(at: Rotating, rotation: Rotation): Promise<Rotation> {
  const kept = await keysNow(at, rotation);
  const [first = ''] = rotation.profiles;
  const isSwapped = kept.next === null && kept.current.accessKeyId === rotation.next;
  const next = isSwapped ? kept.current : kept.next;
  if (next === null) {
    throw new AwscredError('STORE', 'the new key of this rotation is no longer in the store', {
      hints: goOn(rotation.profiles).slice(1),
    });
  }
  if (!isSwapped) {
    const took = await prove(at.run, first, next, goOn(rotation.profiles));
    at.tell('prove', '3 of 3 GetCallerIdentity', `ok, ${showDuration(took)}`);
  }
  const old = isSwapped ? kept.old : kept.current;
  await keepForAll(at, rotation, { current: next, next: null, old }, at.run.ports.clock.now());
  // The MFA session signs what is still to do: after a crash it must not cost another code.
  await forgetSessions(at.run, rotation.profiles, at.iam.sessions);
  return save(at, { ...rotation, stage: 'deactivate' });
}

async function deactivate(at: Rotating, rotation: Rotation): Promise<Rotation> {
  const { current } = await keysNow(at, rotation);
  const { iam, site, as } = at.iam;
  const now = at.run.ports.clock.now();
  const keepMs = at.keepOldMs ?? (await keptFor(at, rotation, current));
  try {
    const name = nameIn(rotation, { accessKeyId: rotation.old });
    await patiently(at.run.ports, async () => iam.setActive(site, as(current), name, false));
    at.tell('deactivate', shortId(rotation.old), 'ok');
  } catch (error) {
    if (!isRefusal(error, 'NoSuchEntity')) {
      await orRefused('UpdateAccessKey', async () => Promise.reject(error));
    }
  }
  return save(at, { ...rotation, stage: 'delete', deleteAt: now + keepMs });
}

/** IAM and STS are what awscred itself has called. */
async function keptFor(at: Rotating, rotation: Rotation, current: KeyPair): Promise<number> {
  const { iam, site, as } = at.iam;
  try {
    const use = await iam.lastUse(site, as(current), rotation.old);
    return isOurs(use) || (use.at ?? 0) < rotation.beganAt - DAY_MS ? 0 : DAY_MS;
  } catch (error) {
    if (error instanceof AwsRefusal) {
      return DAY_MS;
    }
    throw error;
  }
}

function isOurs({ at, service }: LastUse): boolean {
  return at === null || service === 'iam' || service === 'sts';
}

async function finish(at: Rotating, rotation: Rotation): Promise<Rotated> {
  const { profiles, old, next } = rotation;
  const { clock } = at.run.ports;
  const deleteAt = rotation.deleteAt ?? 0;
  if (deleteAt > clock.now()) {
    await forgetSessions(at.run, profiles);
    const command = pasteable('awscred keys rotate --resume', profiles[0] ?? '', 'PROFILE');
    at.tell(
      'wait',
      `until ${showClock(deleteAt, clock.now())}`,
      `then \`${command}\` deletes ${shortId(old)}`,
    );
    return { profiles, old, next, state: 'waiting', deleteAt };
  }
  const kept = await keysNow(at, rotation);
  const { iam, site, as } = at.iam;
  try {
    const name = nameIn(rotation, { accessKeyId: old });
    await patiently(at.run.ports, async () => iam.deleteAccessKey(site, as(kept.current), name));
  } catch (error) {
    if (!isRefusal(error, 'NoSuchEntity')) {
      await orRefused('DeleteAccessKey', async () => Promise.reject(error));
    }
  }
  await keepForAll(at, rotation, { current: kept.current, next: null, old: null });
  await forgetSessions(at.run, profiles);
  ended(at, rotation);
  at.tell('delete', shortId(old), 'ok');
  return { profiles, old, next, state: 'done', deleteAt: null };
}
