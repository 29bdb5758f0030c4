import { isAscii } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { writeAll } from '../adapters/process/standard-streams.ts';
import { candidatesFor, type KnownNames } from '../core/completion/candidates.ts';
import type { CompletionTable } from '../core/completion/completion-table.ts';
import { profilesIn, regionsIn, sessionsIn } from '../core/completion/names.ts';
import { wanted } from '../core/completion/wanted.ts';
import { awsFilePaths } from '../flow/line/load-config.ts';
import { type Asked, askOf } from '../outputs/completion/index.ts';
import type { Environment } from '../ports/environment.ts';

/**
 * The completer: `bin/complete.cjs SHELL WORDS…`, started by the script of `init`. It reads AWS's two files and nothing
 * else: no network, no keychain, no program. Its first line says what the others are.
 */
export function complete(argv: readonly string[]): void {
  writeAll(1, answerTo(argv, readEnvironment()));
}

function answerTo([shell = '', ...words]: readonly string[], environment: Environment): string {
  const asked = askOf(shell)?.(words, environment.get('COMMAND_LINE') ?? '');
  if (asked === undefined) {
    return '';
  }
  const table = JSON.parse(readFileSync(`${import.meta.dirname}/complete.json`, 'utf8')) as CompletionTable;
  const name = asked.command.replace(/^.*[/\\]|\.\w+$/g, '');
  const before = name === 'awscred' ? asked.words : ['assume', ...asked.words];
  const want = wanted(table, before, asked.current);
  if (want.kind === 'program') {
    return asked.isBare === true ? '' : `command ${want.at - (before.length - asked.words.length)}\n`;
  }
  const known = knownNames(environment, asked.isLoose);
  const candidates = candidatesFor(want, { table, known, current: asked.current });
  return candidates === 'files' ? filesFor(asked) : lines([...headOf(asked), ...asked.answer(candidates)]);
}

function filesFor({ isBare }: Asked): string {
  return isBare === true ? '' : 'files\n';
}

function headOf({ isBare }: Asked): readonly string[] {
  return isBare === true ? [] : ['values'];
}

function lines(all: readonly string[]): string {
  return all.length === 0 ? '' : `${all.join('\n')}\n`;
}

function knownNames(environment: Environment, isLoose: boolean): KnownNames {
  const [config, credentials] = awsFilePaths({ environment, files: { read: textOf, list: () => [] } });
  const texts = { config: textOf(config), credentials: textOf(credentials) };
  return {
    profiles: (text) => profilesIn(texts, { text, isLoose }),
    sessions: (text) => sessionsIn(texts.config, { text, isLoose }),
    regions: (text) => regionsIn(texts.config, { text, isLoose }),
  };
}

/** A file that cannot be read completes to nothing. */
function textOf(path: string): string | null {
  try {
    if (!existsSync(path)) {
      return null;
    }
    const bytes = readFileSync(path);
    // No need to look for characters of several bytes where there are none.
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  } catch {
    return null;
  }
}
