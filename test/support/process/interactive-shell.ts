import { join } from 'node:path';
import { runOnTerminal, type DialogStep, type TerminalResult } from '../pty.ts';
import { AWSCRED, type Sandbox } from '../sandbox.ts';

/** A shell that a person types into, with `awscred init` in its start-up file. */
export interface InteractiveShell {
  readonly name: 'bash' | 'zsh' | 'fish';
  readonly argv: readonly string[];
  /** The file under the home that the shell reads first. */
  readonly startUp: string;
  readonly lines: readonly string[];
  /** Seen once for each prompt: fish draws its line anew as it is typed. */
  readonly prompt: RegExp;
  /** The status of the last command, in the shell's own words. */
  readonly status: string;
}

export const INTERACTIVE: readonly InteractiveShell[] = [
  {
    name: 'bash',
    argv: ['bash', '-i'],
    startUp: '.bashrc',
    lines: ["PS1='READY> '", 'eval "$(awscred init bash)"'],
    prompt: /READY> /,
    status: '$?',
  },
  {
    name: 'zsh',
    argv: ['zsh'],
    startUp: '.zshrc',
    lines: ["PROMPT='READY> '", 'setopt no_beep', 'unsetopt prompt_cr', 'eval "$(awscred init zsh)"'],
    prompt: /READY> /,
    status: '$?',
  },
  {
    name: 'fish',
    argv: ['fish'],
    startUp: '.config/fish/config.fish',
    lines: [
      'set -g fish_greeting',
      'function fish_prompt; echo -n "READY> "; end',
      'awscred init fish | source',
    ],
    prompt: /2004h\r*[^\r]*READY> /,
    status: '$status',
  },
];

/** What is typed, line by line, each at the prompt; or steps of a dialog as they are. */
export type Typed = string | DialogStep;

/** Types into a shell in the sandbox until it ends; `more` are lines for its start-up file. */
export async function typedInto(
  shell: InteractiveShell,
  sandbox: Sandbox,
  typed: readonly Typed[],
  {
    env = {},
    more = [],
  }: { readonly env?: Readonly<Record<string, string>>; readonly more?: readonly string[] } = {},
): Promise<TerminalResult> {
  const { home } = sandbox;
  sandbox.script('bin/awscred', `#!/bin/sh\nexec ${process.execPath} ${AWSCRED} "$@"\n`);
  sandbox.write(shell.startUp, [...shell.lines, ...more, ''].join('\n'));
  const steps = [...typed, 'exit'].map((one): DialogStep =>
    typeof one === 'string' ? { expect: shell.prompt, send: `${one}\r` } : one,
  );
  return runOnTerminal(shell.argv, {
    stdin: 'terminal',
    cwd: home,
    dialog: steps,
    timeoutMs: 30_000,
    env: {
      ...sandbox.environment({ ZDOTDIR: home, TERM: 'dumb', HISTFILE: '/dev/null', ...env }),
      PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`,
    },
  });
}
