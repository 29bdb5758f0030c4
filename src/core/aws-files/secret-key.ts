// Tested first: it quickly rules out nearly every key of a large file.
const MAYBE = /secret|pass|token|seed/i;
const SECRET =
  /(?:^|[_.-])(?:secret|secrets|password|passwd|passphrase|totp_seed)(?:[_.-]|$)|(?:^|[_.-])token$|secret_?access_?key|(?:session|security)_?token$/i;
const NAMES_SOMETHING_ELSE = /[_.-](?:file|path|url|uri|process|command|arn)$/i;

/**
 * Whether a key of a config file holds a secret: `aws_secret_access_key`, `aws_session_token`, `aws_security_token`,
 * and every key with a similar name (`google_config.password`), in any case.
 */
export function isSecretKey(key: string): boolean {
  return MAYBE.test(key) && SECRET.test(key) && !NAMES_SOMETHING_ELSE.test(key);
}

// `aws_secret_access_key = …`, `"SecretAccessKey": "…"`, `export AWS_SESSION_TOKEN=…`, `password: …`
const PAIR =
  /^(?:(?:export|set|setx)[ \t]+|\$env:)?["']?([A-Za-z0-9_][A-Za-z0-9_.-]*(?:[ \t]+[A-Za-z]+)*)["']?[ \t]*[=:]/i;
const AWS_PAIR =
  /aws[_ \t-]*(?:secret[_ \t-]*access[_ \t-]*key|(?:session|security)[_ \t-]*token)["']?(?:[ \t]*[=:]|[ \t]+["']?[A-Za-z0-9/+]{16})/i;
const LONGEST_KEY = 100;

/**
 * Whether a text that is no property of its own (a line that continues one, or a value) holds a secret key and its
 * value: then somebody's indentation or paste is wrong, and nothing of it may be shown.
 */
export function holdsSecretPair(text: string): boolean {
  if (!MAYBE.test(text)) {
    return false;
  }
  const [, key = ''] = PAIR.exec(text.slice(0, LONGEST_KEY)) ?? [];
  return isSecretKey(key.replace(/[ \t]+/g, '_')) || AWS_PAIR.test(text);
}
