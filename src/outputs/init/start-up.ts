import type { OutputName } from '../output.ts';

/** What makes a shell read the script of `init`: a line, and where it belongs. */
interface StartUp {
  readonly shell: string;
  readonly line: string;
  readonly where: string;
}

const AUTOLOAD = '($nu.data-dir | path join vendor autoload awscred.nu)';

/** For help, hints and docs/shells.md; in the order of the table of shells. */
export const START_UPS: readonly StartUp[] = [
  { shell: 'bash', line: 'eval "$(awscred init bash)"', where: 'at the end of ~/.bashrc' },
  { shell: 'zsh', line: 'eval "$(awscred init zsh)"', where: 'at the end of ~/.zshrc' },
  { shell: 'fish', line: 'awscred init fish | source', where: 'in ~/.config/fish/config.fish' },
  {
    shell: 'powershell',
    line: 'awscred init powershell | Out-String | Invoke-Expression',
    where: 'in $PROFILE',
  },
  {
    shell: 'tcsh',
    line: 'awscred init tcsh > ~/.awscred.tcsh',
    where: 'once, and `source ~/.awscred.tcsh` in ~/.tcshrc',
  },
  { shell: 'elvish', line: 'eval (awscred init elvish | slurp)', where: 'in ~/.config/elvish/rc.elv' },
  {
    shell: 'nushell',
    line: `awscred init nushell | save -f ${AUTOLOAD}`,
    where: 'once; `mkdir` its folder first',
  },
  { shell: 'xonsh', line: 'execx($(awscred init xonsh))', where: 'in ~/.xonshrc' },
];

/** What to write into the start-up file of the user's shell, as a hint; null where `init` does not speak it. */
export function startUpHint(output: OutputName, loginShell: string | null): string | null {
  const name = output === 'posix' ? (loginShell ?? '').replace(/^.*\//, '') : output;
  const found = START_UPS.find(({ shell }) => shell === name);
  return found === undefined ? null : `for good:  ${found.line}   ${found.where}`;
}
