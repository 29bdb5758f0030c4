import { numberIn, parseJsonObject, parseTexts, textIn } from './text/json-text.ts';

/**
 * How far a rotation is: what is done next.
 * `create`: a key may have been made that nobody knows. `prove`: the new key is in the store, the old one in use.
 * `deactivate`: the new key is in use. `delete`: the old one is inactive, and goes when its time has come.
 * `back`: going back to the old key.
 */
export type RotationStage = 'create' | 'prove' | 'deactivate' | 'delete' | 'back';

/** The journal of a rotation. No secret: both keys are in the store. */
export interface Rotation {
  /** Profiles that hold the key. */
  readonly profiles: readonly string[];
  /** The user's ARN. */
  readonly user: string;
  readonly old: string;
  /** Ids that IAM listed before. */
  readonly known: readonly string[];
  readonly next: string | null;
  readonly stage: RotationStage;
  /** Epoch milliseconds. */
  readonly beganAt: number;
  /** Epoch milliseconds from which the old key may be deleted; null until it is inactive. */
  readonly deleteAt: number | null;
}

const STAGES: readonly RotationStage[] = ['create', 'prove', 'deactivate', 'delete', 'back'];

export function rotationText(rotation: Rotation): string {
  return `${JSON.stringify({ v: 1, ...rotation })}\n`;
}

/** Null for what is no journal of a rotation. */
export function rotationIn(text: string): Rotation | null {
  const object = parseJsonObject(text);
  const stage = STAGES.find((one) => one === object?.['stage']);
  if (object === null || object['v'] !== 1 || stage === undefined) {
    return null;
  }
  const user = textIn(object, 'user');
  const old = textIn(object, 'old');
  const profiles = parseTexts(JSON.stringify(object['profiles'] ?? null));
  return user === null || old === null || profiles.length === 0
    ? null
    : {
        profiles,
        user,
        old,
        known: parseTexts(JSON.stringify(object['known'] ?? null)),
        next: textIn(object, 'next'),
        stage,
        beganAt: numberIn(object, 'beganAt') ?? 0,
        deleteAt: numberIn(object, 'deleteAt'),
      };
}

/** `jane` of `arn:aws:iam::111122223333:user/team/jane`. */
export function userNameOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
