import { AwscredError } from '../../../errors.ts';
import { pasteableWord, printable, quoted } from '../../text/printable.ts';
import { followedProfile } from './own-command.ts';

/**
 * The value of `credential_process` that asks awscred for a profile. `program`: the words that start awscred, e.g.
 * `/usr/bin/node` and `/opt/awscred/bin/awscred.cjs`. AwscredError CONFIG for a word that botocore, a shell and cmd
 * would not read the same.
 */
export function processLine(program: readonly string[], profile: string): string {
  const last = profile.startsWith('-') ? ['--', profile] : [profile];
  const line = commandLine([...program, 'process', ...last], profile);
  if (followedProfile(line) !== profile) {
    throw unwritable(profile, program.map((word) => printable(word)).join(' '));
  }
  return line;
}

/** Words as one command line for `credential_process`; `profile` is for the message. */
export function commandLine(words: readonly string[], profile: string): string {
  const [program = '', ...rest] = words;
  return [programWord(program, profile), ...rest.map((word) => wordOf(word, profile))].join(' ');
}

function programWord(program: string, profile: string): string {
  return PLAIN_PROGRAM.test(program) ? program : doubleQuoted(program, profile);
}

/** A name that is looked for on PATH; a path stands in quotes. */
const PLAIN_PROGRAM = /^[A-Za-z0-9_.-]+$/;

function wordOf(word: string, profile: string): string {
  return /^[A-Za-z0-9_\-.@+:=,]+$/.test(word) ? word : doubleQuoted(word, profile);
}

/**
 * Only double quotes mean the same everywhere, and only around what nobody expands: a shell reads `$`, a backtick and
 * a backslash in them (botocore keeps the backslash of `\$`), cmd reads `%`. AWS's SDKs cut a value at a blank before
 * `#` or `;` even there.
 */
function doubleQuoted(word: string, profile: string): string {
  // A path on Windows has backslashes, and neither a shell nor shlex reads it.
  const isWindowsPath = /^[A-Za-z]:\\/.test(word) && !word.endsWith('\\');
  const unfit = isWindowsPath ? /["%\0-\x1f\x7f-\x9f]/ : /["$`%\\\0-\x1f\x7f-\x9f]/;
  if (word === '' || unfit.test(word) || /[ \t][#;]/.test(word)) {
    throw unwritable(profile, printable(word));
  }
  return `"${word}"`;
}

function unwritable(profile: string, what: string): AwscredError {
  const message = `profile ${quoted(profile)} cannot be adopted: programs do not read ${what} the same in a credential_process line`;
  return new AwscredError('CONFIG', message, {
    hints: [
      `\`awscred exec ${pasteableWord(profile, 'PROFILE')} -- COMMAND\` gives its credentials to a program`,
    ],
  });
}
