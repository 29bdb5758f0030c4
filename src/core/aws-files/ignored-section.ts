import type { Config } from './config-model.ts';

/** Codes of headers that make no section of the name that their author may have meant. */
const CODES: ReadonlySet<string> = new Set([
  'invalid-name',
  'unclosed-header',
  'not-a-profile',
  'prefix-in-credentials',
]);

/**
 * For a name that is not there: the header that was ignored though it has that name, as `FILE:LINE: why`, or nothing.
 * Reads all of the files.
 */
export function ignoredSection(config: Config, name: string): readonly string[] {
  const found = config.diagnostics.find(
    ({ code, profile, message }) =>
      CODES.has(code) && (profile === name || (profile === null && message.includes(`'${name}'`))),
  );
  return found === undefined ? [] : [`${found.file}:${found.line}: ${found.message}`];
}
