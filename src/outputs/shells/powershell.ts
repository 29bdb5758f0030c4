import type { Output, Variable } from '../output.ts';
import { unsafeOutput } from '../unsafe-output.ts';

/** PowerShell, which takes a program's output line by line and runs each on its own. */
export const powershell: Output = {
  name: 'powershell',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `$env:${name} = $null\n`),
      ...set.map((variable) => `$env:${variable.name} = ${literal(variable)}\n`),
    ].join('');
  },
  failure: (status) => `Write-Error 'awscred ended with status ${status}' -ErrorAction Continue\n`,
  evalLine: (command) => `${command} | Invoke-Expression`,
};

/** PowerShell treats all five as single quotes, and any two in a row as one literal quote. */
function literal(variable: Variable): string {
  if (/[\r\n]/.test(variable.value)) {
    throw unsafeOutput('powershell', variable, 'a line break');
  }
  if (variable.value === '') {
    throw unsafeOutput('powershell', variable, 'nothing');
  }
  return `'${variable.value.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
