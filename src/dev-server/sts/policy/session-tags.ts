import { ServiceError } from '../../service-error.ts';
import type { SessionTag } from '../identity.ts';
import type { ParameterCheck } from '../parameter-check.ts';

const MOST = 50;
const TAG_TEXT = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';

/** The `Tags` and `TransitiveTagKeys` of a call, each within its own limits. */
export function readSessionTags(check: ParameterCheck): readonly SessionTag[] {
  const transitive = new Set(
    check
      .members('TransitiveTagKeys', MOST)
      .map((n) =>
        check.required(`TransitiveTagKeys.member.${n}`, { min: 1, max: 128, pattern: `${TAG_TEXT}+` }),
      )
      .map((key) => key.toLowerCase()),
  );
  const tags = check.members('Tags', MOST).map((n) => {
    const key = check.required(`Tags.member.${n}.Key`, { min: 1, max: 128, pattern: `${TAG_TEXT}+` });
    const value = check.required(`Tags.member.${n}.Value`, { min: 0, max: 256, pattern: `${TAG_TEXT}*` });
    return { key, value, transitive: transitive.delete(key.toLowerCase()) };
  });
  check.finish();
  refuseOddKeys(tags);
  if (transitive.size > 0) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  return tags;
}

/** The tags of the new session: the call's own, and those that the calling session passes on. */
export function withInherited(
  own: readonly SessionTag[],
  calling: readonly SessionTag[],
): readonly SessionTag[] {
  const inherited = calling.filter((tag) => tag.transitive);
  const taken = new Set(inherited.map((tag) => tag.key.toLowerCase()));
  if (own.some((tag) => taken.has(tag.key.toLowerCase()))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return [...inherited, ...own];
}

function refuseOddKeys(tags: readonly SessionTag[]): void {
  const keys = tags.map((tag) => tag.key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw invalid('Tag keys that begin with "aws:" are reserved for system use.');
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'ValidationError', message);
}
