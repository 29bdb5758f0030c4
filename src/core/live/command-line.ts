import { AwscredError } from '../../errors.ts';
import { printable } from '../text/printable.ts';

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
const PLAIN_ON_WINDOWS = /^[A-Za-z0-9_@+:./\\-]+$/;

/**
 * Words as one `credential_process` line that botocore, the AWS SDKs' shells and `cmd` split into just these words
 * (docs/aws-files.md, "Command lines"). AwscredError CONFIG for a word that no quoting carries through all of them.
 */
export function commandLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map(platform === 'win32' ? onWindows : quotedWord).join(' ');
}

/** Single quotes: within double ones botocore keeps a backslash that a shell removes. */
function quotedWord(word: string): string {
  if (PLAIN.test(word)) {
    return word;
  }
  refuse(word, /[\x00-\x1f\x7f\u2028\u2029]/);
  const escaped = word.replaceAll("'", String.raw`'\''`);
  // AWS's readers cut a line at a blank before # or ;, in quotes too: the quotes are closed between the two.
  return `'${escaped.replace(/\s(?=[#;])/g, "$&''")}'`;
}

/** Double quotes; what `cmd` would read within them is refused. */
function onWindows(word: string): string {
  if (PLAIN_ON_WINDOWS.test(word)) {
    return word;
  }
  refuse(word, /[\x00-\x1f\x7f"%!\u2028\u2029]|\s[#;]|\\$/);
  return `"${word}"`;
}

function refuse(word: string, forbidden: RegExp): void {
  if (forbidden.test(word)) {
    const message = `${JSON.stringify(printable(word, 80))} cannot be written in a credential_process line`;
    throw new AwscredError('CONFIG', message);
  }
}
