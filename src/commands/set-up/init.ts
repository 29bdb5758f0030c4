import { AwscredError } from '../../errors.ts';
import { printable } from '../../core/text/printable.ts';
import { START_UPS } from '../../outputs/init/start-up.ts';
import type { ShellInit } from '../../outputs/init/shell-init.ts';
import type { App } from '../app.ts';
import { optionsWithValue } from '../argv/command-line.ts';
import { text } from '../argv/request.ts';
import { json, product, type Command } from '../command.ts';

const NAMES: readonly string[] = START_UPS.map(({ shell }) => shell);

export const initCommand: Command = {
  name: 'init',
  aliases: [],
  group: 'Set up',
  words: '[shell]',
  takesProfile: false,
  wordValues: [{ kind: 'choice', shown: 'shell', choices: NAMES }],
  summary: 'print the shell function, completion and prompt',
  details:
    'With the function, `awscred assume PROFILE` changes the shell it is typed in, `awscred assume -` goes back to the profile before, and `awscred assume --unset` brings back what was there before (docs/shells.md).',
  options: [
    {
      name: 'cmd',
      value: { kind: 'text', shown: 'name' },
      about: 'define this name too, for `awscred assume`',
    },
  ],
  examples: [
    ...START_UPS.map(({ line, where }) => [line, where] as const),
    ['eval "$(awscred init zsh --cmd assume)"', 'then `assume PROFILE` is enough'],
  ],

  async run(input, app) {
    const [word] = input.words;
    if (word === undefined) {
      throw withoutShell(app);
    }
    const { isCommandName } = await import('../../outputs/init/cmd-name.ts');
    const { shellInitNamed } = await import('../../outputs/init/shell-named.ts');
    const cmd = text(input.options, 'cmd');
    if (cmd !== null && !isCommandName(cmd)) {
      throw new AwscredError('USAGE', `--cmd ${printable(cmd, 80)} cannot name a command in every shell`, {
        hints: ['use letters, digits, _ and -, such as --cmd assume'],
      });
    }
    const shell = shellInitNamed(word);
    const script = await scriptOf(shell, cmd, app);
    return input.json ? json({ version: 1, shell: shell.name, script }) : product(script);
  },
};

async function scriptOf(shell: ShellInit, cmd: string | null, app: App): Promise<string> {
  const { builtScript, initScript } = await import('../../outputs/init/init-script.ts');
  const { COMMANDS } = await import('../index.ts');
  const files = await app.initFiles();
  const { environment } = app.run.ports;
  const template = builtScript(files.template(shell.template), { taking: optionsWithValue(COMMANDS) });
  const { promptVariable, promptWarning } = app.run.settings;
  return initScript(shell, template, {
    node: files.node,
    program: files.program,
    completer: files.completer,
    scripts: files.scripts,
    launcher: files.launcher(environment.home),
    cmd,
    promptVariable,
    promptWarning,
  });
}

function withoutShell(app: App): AwscredError {
  const login = app.run.ports.environment.get('SHELL')?.replace(/^.*\//, '') ?? '';
  const own = START_UPS.find(({ shell }) => shell === login) ?? START_UPS[0];
  return new AwscredError('USAGE', 'init needs the name of a shell', {
    hints: [`${own?.line ?? ''}   ${own?.where ?? ''}`, `one of ${NAMES.join(' ')}`],
  });
}
