/** `arn:partition:service:region:account:resource`; region and account may be empty, the resource may hold colons. */
interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const LONGEST = 2048;
const FORM = /^arn:([^:\s]+):([^:\s]+):([^:\s]*):([^:\s]*):(\S+)$/;

/** Null where the text is no ARN, or longer than 2,048 characters. Account numbers and names are not judged. */
export function parseArn(text: string): Arn | null {
  const match = text.length > LONGEST ? null : FORM.exec(text);
  if (match === null || /[\0-\x1f\x7f-\x9f]/.test(text)) {
    return null;
  }
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/**
 * The name of a role: `Admin` of `arn:aws:iam::1:role/path/Admin` and of `arn:aws:sts::1:assumed-role/Admin/jane`.
 * Null where the ARN names no role.
 */
export function roleName(arn: string): string | null {
  const [type, ...rest] = parseArn(arn)?.resource.split('/') ?? [];
  const name = type === 'role' ? rest.at(-1) : type === 'assumed-role' ? rest[0] : null;
  return name === undefined || name === '' ? null : name;
}

/** The account in an ARN, as written; null if there is none. */
export function accountOf(arn: string): string | null {
  const account = parseArn(arn)?.account ?? '';
  return account === '' ? null : account;
}

/**
 * Why a text is no account id, though it was meant to be one; null for one that is, and for short stand-ins as tests
 * and local copies of AWS use them. AWS's have exactly 12 digits.
 */
export function accountFault(account: string): string | null {
  if (/^\d(?:[ -]?\d)*$/.test(account) && /[ -]/.test(account)) {
    return 'has blanks or hyphens: an account id is exactly 12 digits';
  }
  if (/^\d{11}$/.test(account)) {
    return 'has 11 digits and an account id has 12: a zero at its beginning may have been lost';
  }
  const isWrong = /^\d{8,10}$|^\d{13,}$/.test(account);
  return isWrong ? `has ${account.length} digits, and an account id has 12` : null;
}
