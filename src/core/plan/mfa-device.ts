/** `jane (111122223333)` for a virtual device's ARN; the bare serial of a hardware token otherwise. */
export function deviceName(serial: string): string {
  const match = /^arn:[^:]+:iam::(\d+):mfa\/(?:.*\/)?([^/]+)$/.exec(serial);
  return match === null ? serial : `${match[2] ?? serial} (${match[1] ?? ''})`;
}

/** Exactly six digits (STS's TokenCode). */
export function isMfaCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}
