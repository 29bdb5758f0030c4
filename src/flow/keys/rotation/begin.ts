import type { KeptKeys } from '../../../core/kept-keys.ts';
import { type Rotation, userNameOf } from '../../../core/rotation.ts';
import { pasteable, printable, quoted } from '../../../core/text/printable.ts';
import { showDuration } from '../../../core/text/time.ts';
import { AwscredError, AwsRefusal } from '../../../errors.ts';
import type { LastUse, ListedKey } from '../../../ports/iam.ts';
import { callerIdentity } from '../../line/guards/caller-identity.ts';
import { stsSite } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';
import { readKept } from '../kept-item.ts';
import { type Rotating, shortId } from './context.ts';
import { credentialsOf, orRefused } from './iam-as.ts';

const DAY_MS = 86_400_000;

/** What a rotation of a profile's key begins with. Nothing is changed yet. AwscredError USAGE for two keys in use. */
export async function beginning(at: Rotating, profile: string, kept: KeptKeys): Promise<Rotation> {
  const { run, iam } = at;
  const { accessKeyId: old } = kept.current;
  const { arn } = await callerIdentity(run, credentialsOf(kept.current), stsSite(run, profile));
  if (!/:user\//.test(arn)) {
    throw new AwscredError(
      'USAGE',
      `these are not a user's keys (${printable(arn, 200)}): they cannot be rotated`,
      {
        hints: ['keys of the root user: delete them in the AWS console'],
      },
    );
  }
  const as = iam.as(kept.current);
  const listed = await orRefused('ListAccessKeys', async () =>
    iam.iam.listAccessKeys(iam.site, as, userNameOf(arn)),
  );
  const uses = await usesOf(at, kept, listed);
  const now = run.ports.clock.now();
  tellOf(at, old, { listed, uses, now });
  if (listed.length > 1) {
    throw tooMany(profile, userNameOf(arn), { old, listed, uses });
  }
  at.tell('quota', `${listed.length} of 2 keys in use`, 'ok');
  const profiles = await sharing(run, profile, kept);
  const known = listed.map(({ accessKeyId }) => accessKeyId);
  return { profiles, user: arn, old, known, next: null, stage: 'create', beganAt: now, deleteAt: null };
}

type Uses = ReadonlyMap<string, LastUse>;

/** What may not be asked is not known. */
async function usesOf(at: Rotating, kept: KeptKeys, listed: readonly ListedKey[]): Promise<Uses> {
  const { iam, site, as } = at.iam;
  const uses = new Map<string, LastUse>();
  for (const { accessKeyId } of listed) {
    try {
      uses.set(accessKeyId, await iam.lastUse(site, as(kept.current), accessKeyId));
    } catch (error) {
      if (!(error instanceof AwsRefusal)) {
        throw error;
      }
    }
  }
  return uses;
}

interface Found {
  readonly listed: readonly ListedKey[];
  readonly uses: Uses;
  readonly now: number;
}

function tellOf(at: Rotating, old: string, { listed, uses, now }: Found): void {
  const key = listed.find(({ accessKeyId }) => accessKeyId === old);
  const use = uses.get(old);
  const age = key === undefined ? '' : `, ${Math.floor((now - key.createdAt) / DAY_MS)} days old`;
  const used =
    use?.at === undefined || use.at === null
      ? ''
      : `, last used ${showDuration(now - use.at)} ago by ${printable(use.service ?? '?', 40)} in ${printable(use.region ?? '?', 40)}`;
  at.tell('', `key ${shortId(old)}${age}${used}`, '');
}

/** Of two keys the one that may go: never used, else inactive, else the older one; never the one that is kept. */
function tooMany(
  profile: string,
  user: string,
  { old, listed, uses }: Omit<Found, 'now'> & { old: string },
): AwscredError {
  const others = listed.filter(({ accessKeyId }) => accessKeyId !== old);
  const rank = (key: ListedKey): number =>
    uses.get(key.accessKeyId)?.at === null ? 0 : key.isActive ? 2 : 1;
  const [spare] = others.toSorted((a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt);
  const why = spare === undefined ? '' : ['never used', 'inactive', 'the other one'][rank(spare)];
  const id = spare?.accessKeyId ?? '';
  const exec = pasteable('awscred exec', profile, 'PROFILE');
  return new AwscredError(
    'USAGE',
    `user ${quoted(user)} has two access keys already, and AWS allows no third: ${printable(id, 130)} is ${why}`,
    {
      hints: [
        `if nothing needs it: ${exec} -- aws iam delete-access-key --user-name ${quoted(user).replace(/^"|"$/g, '')} --access-key-id ${printable(id, 130)}`,
      ],
    },
  );
}

/** Profiles that hold the same pair are changed together. */
export async function sharing(run: Run, profile: string, kept: KeptKeys): Promise<readonly string[]> {
  const others = run.ports.store
    .rows()
    .flatMap(({ kind, profile: name, keys }) =>
      kind === 'iam' && name !== null && name !== profile && keys?.accessKeyId === kept.current.accessKeyId
        ? [name]
        : [],
    );
  const same: string[] = [];
  for (const name of others) {
    const theirs = await readKept(run, name);
    if (theirs?.current.secretAccessKey.reveal() === kept.current.secretAccessKey.reveal()) {
      same.push(name);
    }
  }
  return [profile, ...same];
}
