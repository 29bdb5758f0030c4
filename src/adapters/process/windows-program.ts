import { lstatSync } from 'node:fs';
import { win32 } from 'node:path';

/** What `spawn` is given. */
export interface Startable {
  readonly program: string;
  readonly words: readonly string[];
  /** The words are the command line as it stands: Node puts no quotes around them. */
  readonly windowsVerbatimArguments: boolean;
}

/** `unsafe`: a batch file, and one of its words would not reach it as it is. */
export type Found = Startable | 'missing' | 'unsafe';

/** The program of a command and its words. Elsewhere than on Windows the system looks for it. */
export function startable([program = '', ...words]: readonly string[]): Found {
  if (process.platform !== 'win32') {
    return { program, words, windowsVerbatimArguments: false };
  }
  const path = findProgram(program, process.env['PATH'] ?? '', isFile);
  return path === null ? 'missing' : asStarted(path, words, systemFolder());
}

/** Where a program may look for others as long as it runs: nobody but an administrator can put one there. */
export function systemFolder(): string {
  return win32.join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32');
}

/**
 * Windows itself would look in the current folder first, where a downloaded repository may have a program of that name;
 * a relative entry of PATH is left out for the same reason. Batch files are found too, as the command prompt does.
 */
export function findProgram(
  program: string,
  path: string,
  isThere: (path: string) => boolean,
): string | null {
  const isPath = /[\\/:]/.test(program);
  const folders = path
    .split(';')
    .map((folder) => folder.replaceAll('"', ''))
    .filter((folder) => /^(?:[a-z]:[\\/]|\\\\)/i.test(folder));
  const bases = isPath ? [program] : folders.map((folder) => win32.join(folder, program));
  const endings = ENDING.test(program) ? [''] : ENDINGS;
  const names = bases.flatMap((base) => endings.map((ending) => `${base}${ending}`));
  return (isPath ? [...names, program] : names).find(isThere) ?? null;
}

const ENDINGS = ['.com', '.exe', '.bat', '.cmd'];
const ENDING = /\.(?:com|exe|bat|cmd)$/i;
/** Windows drops blanks and dots at the end of a name. */
const BATCH = /\.(?:bat|cmd)[ .]*$/i;

/** `system`: the folder of cmd.exe. */
export function asStarted(path: string, words: readonly string[], system: string): Found {
  if (!BATCH.test(path)) {
    return { program: path, words, windowsVerbatimArguments: false };
  }
  const line = batchLine([path, ...words]);
  return line === null
    ? 'unsafe'
    : {
        program: win32.join(system, 'cmd.exe'),
        words: ['/d', '/e:on', '/v:off', '/s', '/c', line],
        windowsVerbatimArguments: true,
      };
}

/**
 * The command interpreter reads the line before the batch file does. Between double quotes only another one, `%` and a
 * control character mean something to it, and none of them can be escaped for sure: they are refused.
 */
function batchLine(words: readonly string[]): string | null {
  // What reads the words behind it takes a backslash before a quote for an escape.
  const line = `"${words.map((word) => `"${word}${/\\*$/.exec(word)?.[0] ?? ''}"`).join(' ')}"`;
  const isSafe = words.every((word) => !/["%\0-\x1f\x7f]/.test(word)) && line.length < LONGEST_LINE;
  return isSafe ? line : null;
}

/** cmd.exe's own limit is 8191. */
const LONGEST_LINE = 8000;

/** An app of the Windows store is a link that only the system follows. */
function isFile(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
