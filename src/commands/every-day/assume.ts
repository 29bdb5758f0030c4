import { assume, unset } from '../../flow/ends/assume.ts';
import { OUTPUT_NAMES, outputNamed } from '../../outputs/index.ts';
import type { Output } from '../../outputs/output.ts';
import { printable } from '../../core/text/printable.ts';
import type { App } from '../app.ts';
import { consoleCommand } from './console.ts';
import { json, product, type Command, type Input, type Outcome } from '../command.ts';
import { text } from '../argv/request.ts';

const FORMAT = { kind: 'choice', shown: 'format', choices: [...OUTPUT_NAMES, 'github'] } as const;

export const assumeCommand: Command = {
  name: 'assume',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  summary: 'put a profile’s credentials into this shell',
  options: [
    { name: 'output', short: 'o', value: FORMAT, about: FORMAT.choices.join(' ') },
    { name: 'format', value: FORMAT, about: 'the same as --output' },
    { name: 'live', about: 'print no secret: an adopted profile that AWS tools ask for anew' },
    { name: 'mask-account', about: '-o github: hide the account’s number too' },
    { name: 'output-credentials', about: '-o github: also as outputs of the step' },
    { name: 'console', short: 'c', about: 'open the console: the same as `awscred console`' },
    { name: 'unset', about: 'print the statements that undo assume' },
  ],
  examples: [
    ['eval $(awscred assume prod-readonly)', 'sh, bash, zsh, ksh'],
    ['awscred assume prod-readonly | source', 'fish'],
    ['awscred assume prod-readonly -o dotenv > .env', 'for docker'],
    ['eval $(awscred assume --live prod-readonly)', 'never stale, after awscred adopt'],
    ['eval $(awscred assume --unset)', 'and back'],
  ],

  async run(input, app) {
    if (named(input) === 'github') {
      return toGithub(input, app);
    }
    // `--json` alone names no syntax to evaluate: the output is then JSON, as for every command.
    const isJson = input.json && named(input) === null;
    const onScreen = app.stdoutIsTerminal && named(input) === null;
    const output = outputNamed(named(input) ?? (isJson && !onScreen ? 'json' : app.shellSyntax()));
    if (input.options['unset'] === true) {
      return undone(app, output);
    }
    const isLive = input.options['live'] === true;
    const console = async (profile: string): Promise<void> => {
      await consoleCommand.run({ ...input, profile, json: false, options: {} }, app);
    };
    const { profile } = input;
    const statements = await assume(app.run, { profile, output, onScreen, isLive, console });
    return isJson && statements !== ''
      ? json({ version: 1, variables: JSON.parse(statements) as unknown })
      : product(statements);
  },
};

/** `--unset`. */
function undone(app: App, output: Output): Outcome {
  const held = app.run.ports.environment.get('AWSCRED_PROFILE');
  app.run.ports.report.done(
    held === null
      ? 'this shell has no credentials from awscred'
      : `${printable(held, 80)} is removed from this shell`,
  );
  return product(unset(app.run, output));
}

/** For later steps of a job: stdout has the commands that mask, and the job's own files the rest. */
async function toGithub(input: Input, app: App): Promise<Outcome> {
  const { exportToGithub } = await import('../../flow/ends/github.ts');
  await exportToGithub(app.run, {
    profile: input.profile,
    unset: input.options['unset'] === true,
    masksAccount: input.options['maskAccount'] === true,
    outputsCredentials: input.options['outputCredentials'] === true,
    print: (text) => app.print(text),
  });
  return product('');
}

/** The syntax a command line names, or null. */
function named(input: Pick<Input, 'options'>): string | null {
  return text(input.options, 'output') ?? text(input.options, 'format');
}
