import { existsSync } from 'node:fs';
import { initFiles } from '../adapters/launcher/init-files.ts';
import { openSettingsFile } from '../adapters/files/settings-file.ts';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { places } from '../core/places.ts';
import { plainSetting } from '../core/settings/plain-setting.ts';
import { SETTINGS } from '../core/settings/settings-table.ts';
import { isCommandName } from '../outputs/init/cmd-name.ts';
import { initScript } from '../outputs/init/init-script.ts';
import { shellInitOf } from '../outputs/init/index.ts';
import type { ShellInit } from '../outputs/init/shell-init.ts';

/**
 * `awscred init SHELL` as every start of a shell asks it, without the full program. Null for any line, or any state of
 * `config.ini`, that the full program has to look at.
 */
export function scriptFor(argv: readonly string[], root: string): string | null {
  const [, word = '', option, name] = argv;
  const shell = shellInitOf(word);
  const isNamed = argv.length === 4 && option === '--cmd' && isCommandName(name ?? '');
  return shell !== null && (argv.length === 2 || isNamed) ? scriptOf(shell, name ?? null, root) : null;
}

function scriptOf(shell: ShellInit, cmd: string | null, root: string): string | null {
  const environment = readEnvironment();
  const { settingsFile } = places(environment);
  // An error takes longer to make than most of this.
  const text = existsSync(settingsFile) ? (openSettingsFile(settingsFile).read() ?? '') : '';
  const promptVariable = plainSetting(text, SETTINGS.promptVariable);
  const promptWarning = plainSetting(text, SETTINGS.promptWarning);
  if (promptVariable === null || promptWarning === null) {
    return null;
  }
  const { template, launcher, node, program, completer, scripts } = initFiles(root, 'dist/bundle/init');
  const own = { cmd, promptVariable, promptWarning, launcher: launcher(environment.home) };
  return initScript(shell, template(shell.template), { node, program, completer, scripts, ...own });
}
