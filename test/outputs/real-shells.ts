import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputs } from '../../src/outputs/index.ts';
import type { OutputName } from '../../src/outputs/output.ts';

/** A shell on this machine, and how it takes in what a program prints. */
export interface RealShell {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly syntax: OutputName;
  /** How it writes what a program prints into a file; absent: `>`. */
  readonly into?: string;
  /** `cat FILE` stands for awscred. */
  readonly idiom: (command: string) => string;
}

const unquoted = (command: string): string => `eval $(${command})`;

export const posixShells: readonly RealShell[] = [
  ['dash', 'dash'],
  ['bash', 'bash'],
  ['zsh', 'zsh', '-f'],
  ['ksh', 'ksh'],
  ['mksh', 'mksh'],
  ['busybox sh', 'busybox', 'sh'],
].map(([name, program, ...options]) => ({
  name: name ?? '',
  command: [program ?? '', ...options],
  syntax: 'posix',
  idiom: unquoted,
}));

/** The other shells of this machine, each with the line awscred tells people to type. */
export const otherShells: readonly RealShell[] = [
  { name: 'fish', command: ['fish', '--no-config'], syntax: 'fish', idiom: outputs.fish.evalLine },
  { name: 'tcsh', command: ['tcsh', '-f'], syntax: 'tcsh', idiom: outputs.tcsh.evalLine },
  { name: 'elvish', command: ['elvish', '-norc'], syntax: 'elvish', idiom: outputs.elvish.evalLine },
  {
    name: 'nushell',
    command: ['nu', '-n'],
    syntax: 'nushell',
    into: 'out>',
    idiom: outputs.nushell.evalLine,
  },
  { name: 'xonsh', command: ['xonsh', '--no-rc'], syntax: 'xonsh', idiom: outputs.xonsh.evalLine },
];

export interface Run {
  /** What the stand-in for awscred prints, one after the other, all in one shell. */
  readonly texts: readonly string[];
  /** The current folder; a fresh one for results is made beside it. */
  readonly folder: string;
  readonly results: string;
  readonly before?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The environment that a child of the shell sees after each text, byte for byte. */
export function environmentsAfter(shell: RealShell, run: Run): readonly ReadonlyMap<string, string>[] {
  mkdirSync(run.results, { recursive: true });
  const lines = run.texts.map((text, index) => {
    const file = join(run.results, `text-${index}`);
    writeFileSync(file, text);
    return `${shell.idiom(`/bin/cat ${file}`)}\n/usr/bin/env -0 ${shell.into ?? '>'} ${join(run.results, `env-${index}`)}\n`;
  });
  const script = join(run.results, 'script');
  writeFileSync(script, `${run.before ?? ''}\n${lines.join('')}`);
  const done = runShell(shell, [script], run);
  if (done.status !== 0 || done.stderr !== '') {
    throw new Error(`${shell.name}: status ${done.status}: ${done.stderr.slice(0, 500)}`);
  }
  return run.texts.map((_, index) => parsed(readFileSync(join(run.results, `env-${index}`), 'utf8')));
}

export function runShell(
  shell: RealShell,
  words: readonly string[],
  { folder, environment }: Pick<Run, 'folder' | 'environment'>,
): { status: number | null; stdout: string; stderr: string } {
  const [program, ...options] = shell.command;
  return spawnSync(program, [...options, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: folder, LC_ALL: 'C.UTF-8', ...environment },
    timeout: 120_000,
  });
}

function parsed(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const equals = entry.indexOf('=');
        return [entry.slice(0, equals), entry.slice(equals + 1)] as const;
      }),
  );
}
