import type { KeyPair } from '../../../core/kept-keys.ts';
import { type Rotation, userNameOf } from '../../../core/rotation.ts';
import { pasteable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { forgetSessions } from '../kept-item.ts';
import { ended, keepForAll, keysNow, nameIn, type Rotating, save, shortId } from './context.ts';
import { deleteLost, type Rotated } from './forward.ts';
import { isRefusal, orRefused, patiently } from './iam-as.ts';
import { prove } from './prove.ts';

/** Back to the old key, from wherever the journal is; the new one is deleted. Each step may be repeated. */
export async function goBack(at: Rotating, rotation: Rotation): Promise<Rotated> {
  const kept = await keysNow(at, rotation);
  const pairs = [kept.current, kept.next, kept.old];
  const old = pairs.find((pair) => pair?.accessKeyId === rotation.old) ?? null;
  if (old === null) {
    throw gone(rotation);
  }
  if (rotation.stage === 'create' && kept.next === null) {
    await deleteLost(at, rotation, kept);
    ended(at, rotation);
    return done(rotation);
  }
  const next = pairs.find((pair) => pair !== null && pair.accessKeyId !== rotation.old) ?? null;
  await reactivate(at, rotation);
  const saved = save(at, { ...rotation, stage: 'back' });
  if (kept.current.accessKeyId !== old.accessKeyId) {
    await prove(at.run, rotation.profiles[0] ?? '', old, []);
  }
  await keepForAll(at, saved, { current: old, next, old: null });
  await forgetSessions(at.run, rotation.profiles, at.iam.sessions);
  if (next !== null) {
    await deleteNew(at, rotation, old, next);
  }
  await keepForAll(at, saved, { current: old, next: null, old: null });
  await forgetSessions(at.run, rotation.profiles);
  ended(at, saved);
  return done(rotation);
}

async function deleteNew(at: Rotating, rotation: Rotation, old: KeyPair, next: KeyPair): Promise<void> {
  const { iam, site, as } = at.iam;
  try {
    const name = nameIn(rotation, next);
    await patiently(at.run.ports, async () => iam.deleteAccessKey(site, as(old), name));
    at.tell('delete', shortId(next.accessKeyId), 'ok');
  } catch (error) {
    if (!isRefusal(error, 'NoSuchEntity')) {
      await orRefused('DeleteAccessKey', async () => Promise.reject(error));
    }
  }
}

/** Only an active key signs: the new one wakes the old one, where that is not in use. */
async function reactivate(at: Rotating, rotation: Rotation): Promise<void> {
  if (rotation.stage !== 'deactivate' && rotation.stage !== 'delete') {
    return;
  }
  const { current } = await keysNow(at, rotation);
  const { iam, site, as } = at.iam;
  try {
    const name = nameIn(rotation, { accessKeyId: rotation.old });
    await patiently(at.run.ports, async () => iam.setActive(site, as(current), name, true));
    at.tell('activate', shortId(rotation.old), 'ok');
  } catch (error) {
    if (isRefusal(error, 'NoSuchEntity')) {
      throw gone(rotation);
    }
    await orRefused('UpdateAccessKey', async () => Promise.reject(error));
  }
}

function gone({ profiles, old, user }: Rotation): AwscredError {
  const whose = `user ${quoted(userNameOf(user))}`;
  return new AwscredError(
    'USAGE',
    `there is no way back: key ${shortId(old)} of ${whose} is deleted already`,
    {
      hints: [`finish it: ${pasteable('awscred keys rotate --resume', profiles[0] ?? '', 'PROFILE')}`],
    },
  );
}

function done({ profiles, old, next }: Rotation): Rotated {
  return { profiles, old, next, state: 'rolled-back', deleteAt: null };
}
