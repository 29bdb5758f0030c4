/** Whether a text has the form of an access key id: capitals, digits and `_`, 16 to 128 of them (IAM's limits). */
export function isKeyId(text: string): boolean {
  return /^[A-Z0-9_]{16,128}$/.test(text);
}

/** Whether a pair is the wrong way round: what should be the secret is one of AWS's key ids, and the id is none. */
export function isExchanged(id: string, secret: string): boolean {
  return /^A[KS]IA[A-Z0-9]{12,124}$/.test(secret) && !isKeyId(id);
}
