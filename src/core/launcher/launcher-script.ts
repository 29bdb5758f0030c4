import { HOT_VARIABLES, STATEMENT_NAMES } from '../hot/hot-variables.ts';

/** What a launcher calls, by full paths found when it is installed. */
export interface LauncherParts {
  /** Null where no `stat` prints the stamps of a record: then the launcher starts Node. */
  readonly stat: string | null;
  /** Null where it is not installed: likewise. */
  readonly keyctl: string | null;
  readonly node: string;
  /** Options for the lean start of Node, which this Node knows. */
  readonly nodeOptions: readonly string[];
  /** `bin/awscred.cjs`. */
  readonly program: string;
  /** Shells of posix syntax: only for these the launcher answers `assume`. */
  readonly shells: readonly string[];
}

/** How a launcher of ours begins, whatever version wrote it. */
export const LAUNCHER_HEAD = '#!/bin/sh\n# awscred launcher ';

/** `bin/launcher.sh` with its `@NAMES@` filled in. */
export function launcherScript(template: string, parts: LauncherParts): string {
  const { stat, keyctl, node, nodeOptions, program, shells } = parts;
  const called = [stat, keyctl, node].flatMap((path) => path ?? []);
  const values: Readonly<Record<string, string>> = {
    FUNCTIONS: words(called),
    STAT: word(stat ?? ''),
    KEYCTL: word(keyctl ?? ''),
    NODE: word(node),
    PROGRAM: word(program),
    NODE_OPTIONS: words(nodeOptions),
    SHELLS: words(shells),
    STATEMENT_NAMES: STATEMENT_NAMES.join(' '),
    VARIABLES: HOT_VARIABLES.map(variable).join('\t'),
  };
  return template.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole);
}

/** What a launcher of ours calls, read back from its text; null for a text that is no launcher of ours. */
export function launcherCalls(
  text: string,
): Readonly<Record<'stat' | 'keyctl' | 'node' | 'program', string>> | null {
  if (!text.startsWith(LAUNCHER_HEAD)) {
    return null;
  }
  const valueOf = (name: string): string => {
    const quoted = new RegExp(`^awscred_${name}='(.*)'$`, 'm').exec(text)?.[1] ?? '';
    return quoted.replaceAll(`'\\''`, "'");
  };
  return {
    stat: valueOf('stat'),
    keyctl: valueOf('keyctl'),
    node: valueOf('node'),
    program: valueOf('program'),
  };
}

function words(texts: readonly string[]): string {
  return texts.map(word).join(' ');
}

/** Any text quoted as one word for sh. */
function word(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The value to compare, inside double quotes: the launcher keeps the two regions in variables of its own. */
function variable(name: (typeof HOT_VARIABLES)[number]): string {
  const special: Readonly<Record<string, string>> = {
    USER: '${USER:-${LOGNAME-}}',
    AWS_REGION: '$awscred_region',
    AWS_DEFAULT_REGION: '$awscred_region2',
  };
  return special[name] ?? `\${${name}-}`;
}
