// Tested first: it quickly rules out nearly every key of a large file.
const MAYBE = /secret|pass|token|seed/i;
const SECRET =
  /(?:^|[_.-])(?:secret|secrets|password|passwd|passphrase|totp_seed)(?:[_.-]|$)|(?:^|[_.-])token$/i;
const NAMES_SOMETHING_ELSE = /[_.-](?:file|path|url|uri|process|command|arn)$/i;

/**
 * Whether a key of a config file holds a secret: `aws_secret_access_key`, `aws_session_token`, `aws_security_token`,
 * and every key with a similar name (`google_config.password`), in any case.
 */
export function isSecretKey(key: string): boolean {
  return MAYBE.test(key) && SECRET.test(key) && !NAMES_SOMETHING_ELSE.test(key);
}
