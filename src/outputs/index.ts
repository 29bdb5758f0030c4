import { printable } from '../core/text/printable.ts';
import { AwscredError } from '../errors.ts';
import { cmd } from './shells/cmd.ts';
import { dotenv } from './formats/dotenv.ts';
import { elvish } from './shells/elvish.ts';
import { fish } from './shells/fish.ts';
import { ini } from './formats/ini.ts';
import { json } from './formats/json.ts';
import { nushell } from './shells/nushell.ts';
import type { Output, OutputName } from './output.ts';
import { posix } from './shells/posix.ts';
import { powershell } from './shells/powershell.ts';
import { process } from './formats/process.ts';
import { tcsh } from './shells/tcsh.ts';
import { xonsh } from './shells/xonsh.ts';

/** Every way credentials leave as text. A new shell is one file and one row. */
export const outputs: Readonly<Record<OutputName, Output>> = {
  posix,
  fish,
  powershell,
  cmd,
  tcsh,
  nushell,
  elvish,
  xonsh,
  dotenv,
  ini,
  json,
  process,
};

export const OUTPUT_NAMES: readonly string[] = Object.keys(outputs);

const ALIASES: ReadonlyMap<string, OutputName> = new Map([
  ['env', 'posix'],
  ['bash', 'posix'],
  ['zsh', 'posix'],
  ['sh', 'posix'],
  ['ksh', 'posix'],
  ['pwsh', 'powershell'],
  ['windows-cmd', 'cmd'],
  ['nu', 'nushell'],
]);

/** The output of `-o NAME`. Throws AwscredError USAGE, naming the choices. */
export function outputNamed(name: string): Output {
  const found = Object.values(outputs).find((output) => output.name === (ALIASES.get(name) ?? name));
  if (found === undefined) {
    throw new AwscredError('USAGE', `no output "${printable(name, 80)}"`, {
      hints: [`one of ${OUTPUT_NAMES.join(' ')} github`],
    });
  }
  return found;
}
