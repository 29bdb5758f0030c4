import { lateRegExp } from '../text/late-reg-exp.ts';

/** STS's parameter limits (docs/wire.md, "STS limits"), each as a test and the words for a message. */
export const ROLE_LIMITS = {
  duration: {
    fits: (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= 900 && Number(text) <= 43_200,
    is: 'is not a number of seconds (900 to 43200)',
  },
  sessionName: {
    fits: (text: string) => /^[\w+=,.@-]{2,64}$/.test(text),
    is: 'is not a role session name (2 to 64 of A-Z a-z 0-9 _ + = , . @ -)',
  },
  externalId: {
    fits: (text: string) => /^[\w+=,.@:/-]{2,1224}$/.test(text),
    is: 'is not an external id (2 to 1224 of A-Z a-z 0-9 _ + = , . @ : / -)',
  },
  sourceIdentity: {
    fits: (text: string) => /^[\w+=,.@-]{2,256}$/.test(text) && !/^aws:/i.test(text),
    is: 'is not a source identity (2 to 256 of A-Z a-z 0-9 _ + = , . @ -, not beginning aws:)',
  },
  serial: {
    fits: (text: string) => /^[\w+=/:,.@-]{9,256}$/.test(text),
    is: 'is not the serial of an MFA device (an ARN, or 9 characters and more)',
  },
} as const;

/** The most that STS grants a role assumed with another role session, in seconds. */
export const CHAIN_CAP_SECONDS = 3600;

/** The least that AssumeRole takes. */
export const ROLE_LEAST_SECONDS = 900;

/** STS's default for AssumeRole. */
export const ROLE_DEFAULT_SECONDS = 3600;

/** STS's default for GetSessionToken. */
export const SESSION_DEFAULT_SECONDS = 43_200;

function isTagText(text: string): boolean {
  return /^[A-Za-z0-9 _.:/=+\-@]*$/.test(text) || lateRegExp(LETTERS).test(text);
}

const LETTERS = String.raw`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`;

/** Why a list of session tags is refused, or null. */
export function tagFault(tags: readonly (readonly [string, string])[]): string | null {
  const keys = new Set<string>();
  for (const [key, value] of tags) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      return 'has a tag that is too long or without a name (key 1 to 128, value 0 to 256 characters)';
    }
    if (!isTagText(key) || !isTagText(value) || /^aws:/i.test(key)) {
      return 'has a tag with a character or prefix that AWS does not take';
    }
    keys.add(key.toLowerCase());
  }
  if (tags.length > 50) {
    return 'has more than 50 tags';
  }
  // AWS compares tag keys case-insensitively and refuses two that differ only in case.
  return keys.size < tags.length ? 'names a tag twice' : null;
}

/** `k=v,k2=v2` of `session_tags` (aws-vault's form); null when a part has no `=`. */
export function parseTags(text: string): readonly (readonly [string, string])[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const pairs = parts.map((part): readonly [string, string] | null => {
    const equals = part.indexOf('=');
    return equals < 1 ? null : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

/**
 * A session name from a login name: `awscred-jane`, `awscred-jane-doe`. Accents go; of other letters that STS does not
 * take nothing is left, and a name of those alone is `awscred`.
 */
export function generatedSessionName(user: string): string {
  const clean = user
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\w+=,.@-]+/g, '-')
    .slice(0, 56)
    .replace(/^-+|-+$/g, '');
  return clean === '' ? 'awscred' : `awscred-${clean}`;
}
