import { assume, unset } from '../flow/ends/assume.ts';
import { outputNamed } from '../outputs/index.ts';
import { json, product, type Command, type Input } from './command.ts';
import { text } from './argv/request.ts';

export const assumeCommand: Command = {
  name: 'assume',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  summary: 'put a profile’s credentials into this shell',
  options: [
    {
      flags: '-o, --output <format>',
      description: 'posix fish powershell cmd tcsh nushell elvish xonsh dotenv ini json process',
    },
    { flags: '--format <format>', description: 'the same as --output' },
    { flags: '--unset', description: 'print the statements that undo it' },
  ],
  examples: [
    ['eval $(awscred assume prod-readonly)', 'sh, bash, zsh, ksh'],
    ['awscred assume prod-readonly | source', 'fish'],
    ['awscred assume prod-readonly -o dotenv > .env', 'for docker'],
    ['eval $(awscred assume --unset)', 'and back'],
  ],

  async run(input, app) {
    // `--json` alone names no syntax to evaluate: the output is then JSON, as for every command.
    const isJson = input.json && named(input) === null;
    const onScreen = app.stdoutIsTerminal && named(input) === null;
    const output = outputNamed(named(input) ?? (isJson && !onScreen ? 'json' : app.shellSyntax()));
    if (input.options['unset'] === true) {
      return product(unset(app.session, output));
    }
    const statements = await assume(app.session, { profile: input.profile, output, onScreen });
    return isJson ? json({ version: 1, variables: JSON.parse(statements) as unknown }) : product(statements);
  },
};

/** The syntax a command line names, or null. */
function named(input: Pick<Input, 'options'>): string | null {
  return text(input.options, 'output') ?? text(input.options, 'format');
}
