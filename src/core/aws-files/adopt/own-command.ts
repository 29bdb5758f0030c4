import { parseArgs } from 'node:util';
import { split } from 'shlex';

/** Options of `awscred process` that say nothing of whose credentials are meant, and the profile's. */
const OPTIONS = {
  profile: { type: 'string', short: 'p' },
  'min-ttl': { type: 'string' },
  json: { type: 'boolean' },
  refresh: { type: 'boolean' },
  'no-cache': { type: 'boolean' },
  'no-browser': { type: 'boolean' },
  'device-code': { type: 'boolean' },
  'use-device-code': { type: 'boolean' },
  'no-input': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  debug: { type: 'boolean' },
} as const;

/**
 * The profile that a `credential_process` line asks awscred itself for, so that the plan follows it and no second
 * awscred is started: `awscred process P`, by name or path, by the launcher, or `node …/awscred.cjs process P`.
 * Null for any other program, and where options change what is asked for: then it is a program like others.
 */
export function followedProfile(line: string): string | null {
  const own = ownWords(line);
  if (own === null) {
    return null;
  }
  const { plain, profile } = parsed(own.rest) ?? { plain: [], profile: null };
  const [command, name, ...more] = plain;
  if (command === undefined || !/^(credential-)?process$/.test(command) || more.length > 0) {
    return null;
  }
  return name !== undefined && profile !== null && name !== profile ? null : (name ?? profile);
}

/** The words of a line that calls awscred: those that start it, and the rest. Null for any other program. */
export function ownWords(
  line: string,
): { readonly program: readonly string[]; readonly rest: readonly string[] } | null {
  const words = wordsOf(line);
  const start = afterProgram(words);
  return start === null ? null : { program: words.slice(0, start), rest: words.slice(start) };
}

function wordsOf(line: string): readonly string[] {
  try {
    return split(line);
  } catch {
    return [];
  }
}

/** The place after the program's own words; null where it is not awscred. */
function afterProgram(words: readonly string[]): number | null {
  const start = base(words[0]) === 'env' ? 1 : 0;
  if (/^(awscred|awscred-launcher)(\.(cmd|exe|ps1|cjs))?$/i.test(base(words[start]))) {
    return start + 1;
  }
  if (!/^node(js)?[-.\d]*(\.exe)?$/i.test(base(words[start]))) {
    return null;
  }
  const script = words.findIndex((word, index) => index > start && !word.startsWith('-'));
  return script > 0 && base(words[script]) === 'awscred.cjs' ? script + 1 : null;
}

function base(path: string | undefined): string {
  return (path ?? '').split(/[\\/]/).at(-1) ?? '';
}

/** Null where an option stands that is not known to change nothing. */
function parsed(
  args: readonly string[],
): { readonly plain: readonly string[]; readonly profile: string | null } | null {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    return { plain: positionals, profile: values.profile ?? null };
  } catch {
    return null;
  }
}
