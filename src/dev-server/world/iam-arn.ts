/** A parsed IAM ARN of a user or a role: `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`. */
export interface IamArn {
  readonly text: string;
  readonly partition: string;
  readonly accountId: string;
  readonly kind: 'user' | 'role' | 'root';
  /** The last part, without the path; `root` for an account's root. */
  readonly name: string;
}

/** Null when the text is no ARN of an IAM user, role or root. */
export function parseIamArn(text: string): IamArn | null {
  const match = /^arn:([a-z-]+):iam::(\d{12}):(?:(user|role)\/([\w+=,.@/-]*[\w+=,.@-])|(root))$/.exec(text);
  if (match === null) {
    return null;
  }
  const [, partition = '', accountId = '', kind, path] = match;
  if (kind !== 'user' && kind !== 'role') {
    return { text, partition, accountId, kind: 'root', name: 'root' };
  }
  return { text, partition, accountId, kind, name: path?.split('/').at(-1) ?? '' };
}
