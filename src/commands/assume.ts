import { assume, unset } from '../flow/assume.ts';
import { outputNamed } from '../outputs/index.ts';
import { product, type Command, type Input } from './command.ts';
import { text } from './request.ts';

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
    const output = outputNamed(named(input) ?? app.shellSyntax());
    if (input.options['unset'] === true) {
      return product(unset(app.session, output));
    }
    const unasked = app.stdoutIsTerminal && named(input) === null;
    return product(await assume(app.session, { profile: input.profile, output, onScreen: unasked }));
  },
};

/** The syntax a command line names, or null: main.ts needs it as well, to make a failure seen by `eval`. */
export function named(input: Pick<Input, 'options'>): string | null {
  return text(input.options, 'output') ?? text(input.options, 'format');
}
