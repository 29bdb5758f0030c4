/** `jane (111122223333)` for a virtual device's ARN; the bare serial of a hardware token otherwise. */
export function deviceName(serial: string): string {
  const match = /^arn:[^:]+:iam::(\d+):mfa\/(?:.*\/)?([^/]+)$/.exec(serial);
  return match === null ? serial : `${match[2] ?? serial} (${match[1] ?? ''})`;
}

/** The six digits of a code (STS's TokenCode) without the blanks that some devices show between them; null for none. */
export function mfaCodeIn(text: string): string | null {
  const digits = text.replace(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}
