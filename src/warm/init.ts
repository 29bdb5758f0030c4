import { initFiles } from '../adapters/launcher/init-files.ts';
import { openSettingsFile } from '../adapters/files/settings-file.ts';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { places } from '../core/places.ts';
import { plainSetting } from '../core/settings/plain-setting.ts';
import { SETTINGS } from '../core/settings/settings-table.ts';
import { isCommandName } from '../outputs/init/cmd-name.ts';
import { initScript } from '../outputs/init/init-script.ts';
import { shellInitOf } from '../outputs/init/index.ts';

/**
 * `awscred init SHELL` as every start of a shell asks it, without the full program. Null for any line, or any state of
 * `config.ini`, that the full program has to look at.
 */
export function scriptFor(argv: readonly string[], root: string): string | null {
  const [, word = '', option = '--cmd', name, ...rest] = argv;
  const shell = shellInitOf(word);
  const isPlain = option === '--cmd' && rest.length === 0 && argv.length !== 3;
  if (shell === null || !isPlain || (name !== undefined && !isCommandName(name))) {
    return null;
  }
  const environment = readEnvironment();
  const text = openSettingsFile(places(environment).settingsFile).read() ?? '';
  const promptVariable = plainSetting(text, SETTINGS.promptVariable);
  const promptWarning = plainSetting(text, SETTINGS.promptWarning);
  if (promptVariable === null || promptWarning === null) {
    return null;
  }
  const files = initFiles(root, 'dist/bundle/init');
  const { node, program, completer } = files;
  return initScript(shell, files.template(shell.template), {
    ...{ node, program, completer, promptVariable, promptWarning },
    launcher: files.launcher(environment.home),
    cmd: name ?? null,
  });
}
