/** Whether answers can be used: each is null, or a clause behind the answer that says why not. */

export function regionFault(text: string): string | null {
  return /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(text) ? null : 'is not a region, such as eu-west-1';
}

/** A whole https address; http for loopback alone. */
export function startUrlFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal =
    url?.protocol === 'http:' && /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url.hostname);
  return url?.protocol === 'https:' || isLocal
    ? null
    : 'is not the address of an access portal, such as https://acme.awsapps.com/start';
}

export function roleArnFault(text: string): string | null {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(text)
    ? null
    : 'is not a role’s ARN, such as arn:aws:iam::444455556666:role/Admin';
}

export function mfaSerialFault(text: string): string | null {
  if (text.includes(':u2f/')) {
    return 'is a security key, which cannot answer STS: name a device that shows codes, or use `awscred setup sso`';
  }
  return /^(?:arn:aws[a-z-]*:iam::\d{12}:mfa\/\S+|[A-Za-z0-9]{8,64})$/.test(text)
    ? null
    : 'is not an MFA device, such as arn:aws:iam::111122223333:mfa/jane';
}

export function externalIdFault(text: string): string | null {
  return /^[\w+=,.@:/-]{2,1224}$/.test(text)
    ? null
    : 'is not an external id (2 to 1224 of A-Z a-z 0-9 _+=,.@:/-)';
}

export function accessKeyIdFault(text: string): string | null {
  if (text.startsWith('ASIA')) {
    return 'is a temporary key, which ends by itself: name a long-lived one (AKIA…)';
  }
  return /^[A-Z0-9]{16,128}$/.test(text) ? null : 'is not an access key id, such as AKIAIOSFODNN7EXAMPLE';
}

/** A name that AWS's files can hold and every tool reads. */
export function sectionNameFault(text: string): string | null {
  return /^[A-Za-z0-9._@+/:=-](?:[A-Za-z0-9._@+/:= -]{0,126}[A-Za-z0-9._@+/:=-])?$/.test(text)
    ? null
    : 'cannot be a name here: letters, digits, blanks inside and ._@+/:=- are taken';
}
