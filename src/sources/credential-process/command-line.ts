import { shellWords } from '../../core/aws-files/ini/shell-words.ts';
import { shellPart } from './shell-part.ts';
import { windowsWords } from './windows-words.ts';

/** How the line of a `credential_process` is started. */
export interface CommandLine {
  /** The program and its arguments; `/bin/sh -c LINE` where the line needs a shell. */
  readonly argv: readonly string[];
  /** The first word, for messages. Foreign text. */
  readonly program: string;
  /** What only a shell understands, e.g. `|`; null where the line is started without one. */
  readonly shellFor: string | null;
}

/**
 * Splits a line as botocore does: as Python's `shlex.split`, on Windows by the rules of its C runtime. Null where a
 * quote is not closed; the empty line has no words.
 */
export function commandLine(line: string, platform: NodeJS.Platform): CommandLine | null {
  if (platform === 'win32') {
    return plain(windowsWords(line));
  }
  const words = shellWords(line);
  const shellFor = words === null ? null : shellPart(line);
  if (words === null || shellFor === null) {
    return plain(words);
  }
  const program = words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? '/bin/sh';
  return { argv: ['/bin/sh', '-c', line], program, shellFor };
}

function plain(words: readonly string[] | null): CommandLine | null {
  return words === null ? null : { argv: words, program: words[0] ?? '', shellFor: null };
}
