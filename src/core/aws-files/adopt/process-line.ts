import { AwscredError } from '../../../errors.ts';
import { commandLine } from '../../live/command-line.ts';
import { pasteable, printable, quoted } from '../../text/printable.ts';
import { followedProfile } from './own-command.ts';

/** Who starts awscred from `credential_process`. */
export interface Caller {
  /** The words that start awscred, e.g. `/usr/bin/node` and `/opt/awscred/bin/awscred.cjs`. */
  readonly program: readonly string[];
  /** Null for a line that goes to machines of every kind. */
  readonly platform: NodeJS.Platform | null;
}

/**
 * The value of `credential_process` that asks awscred for a profile. AwscredError CONFIG for a name or path that the
 * programs that read the line would not read the same (docs/aws-files.md, "Command lines").
 */
export function processLine({ program, platform }: Caller, profile: string): string {
  const last = profile.startsWith('-') ? ['--', profile] : [profile];
  const words = [...program, 'process', ...last];
  try {
    const line = processWords(words, platform);
    if (followedProfile(line) === profile) {
      return line;
    }
  } catch (error) {
    throw unwritable(profile, error);
  }
  throw unwritable(profile, `${program.map((word) => printable(word)).join(' ')} is not known as awscred`);
}

/** Words as one line: in double quotes, which mean the same everywhere, where that is enough. */
export function processWords(words: readonly string[], platform: NodeJS.Platform | null): string {
  return words.map((word, at) => wordOf(word, platform, at === 0 || /[\\/]/.test(word))).join(' ');
}

function wordOf(word: string, platform: NodeJS.Platform | null, isProgram: boolean): string {
  if ((isProgram ? /^[A-Za-z0-9_.-]+$/ : /^[A-Za-z0-9_\-.@+:=,]+$/).test(word)) {
    return word;
  }
  // A path on Windows has backslashes, which only a shell of another system reads.
  const isWindowsPath = /^[A-Za-z]:\\/.test(word) && !word.endsWith('\\');
  const unfit = isWindowsPath ? /["%!\0-\x1f\x7f-\x9f]/ : /["$`%!\\\0-\x1f\x7f-\x9f\u2028\u2029]/;
  if (word !== '' && !unfit.test(word) && !/\s[#;]/.test(word)) {
    return `"${word}"`;
  }
  if (platform === null) {
    throw new AwscredError('CONFIG', `a shell, botocore and cmd read ${quoted(word)} differently`);
  }
  return commandLine([word], platform);
}

function unwritable(profile: string, why: unknown): AwscredError {
  const reason = why instanceof AwscredError ? why.message : String(why);
  const message = `profile ${quoted(profile)} cannot be adopted: ${reason}`;
  return new AwscredError('CONFIG', message, {
    hints: [`${pasteable('awscred exec', profile, 'PROFILE')} gives its credentials to a program`],
    cause: why,
  });
}
