/** Whether a text has the form of an access key id: capitals, digits and `_`, 16 to 128 of them (IAM's limits). */
export function isKeyId(text: string): boolean {
  return /^[A-Z0-9_]{16,128}$/.test(text);
}

/** Whether a pair is the wrong way round: what should be the secret is one of AWS's key ids, and the id is not one. */
export function isExchanged(id: string, secret: string): boolean {
  return /^A[KS]IA[A-Z0-9]{12,124}$/.test(secret) && !isKeyId(id);
}

/**
 * An access key id for people and for JSON. What has not the form of one is masked: it may be the secret, written on
 * the wrong line. Ids shorter than IAM's, as local stand-ins for AWS use them, are shown where they are capitals.
 */
export function shownKeyId(id: string): string {
  return id === '' || /^[A-Z0-9_]{1,128}$/.test(id) ? id : '***';
}

/**
 * Whether anybody's service may have made this id: one word, and not of the form of AWS's secrets (40 characters of
 * base64). Local stand-ins for AWS take ids like `test`.
 */
export function mayBeKeyId(text: string): boolean {
  return isKeyId(text) || (/^[A-Za-z0-9_.-]{1,128}$/.test(text) && text.length !== 40);
}
