import type { Output, Variable } from '../output.ts';
import { unsafeOutput } from '../unsafe-output.ts';

/** The Windows command prompt: for `for /f`, or for a file that is called. Nothing but `set` is run. */
export const cmd: Output = {
  name: 'cmd',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `set "${name}="\n`),
      ...set.map((variable) => `set "${variable.name}=${checked(variable)}"\n`),
    ].join('');
  },
  failure: () => '',
  evalLine: (command) => `for /f "tokens=1*" %i in ('${command}') do @set %j`,
};

function checked(variable: Variable): string {
  const fault = faultOf(variable.value);
  if (fault !== null) {
    throw unsafeOutput('cmd', variable, fault);
  }
  return variable.value;
}

function faultOf(value: string): string | null {
  if (value === '') {
    return 'nothing';
  }
  if (/[\x00-\x08\x0A-\x1F]/.test(value)) {
    return 'a line break or another control character';
  }
  if (value.includes('%')) {
    return 'a percent sign';
  }
  // A quote in the value closes the quotes around it; the next one opens them again.
  const outside = value.split('"').filter((_, index) => index % 2 === 1);
  return outside.some((part) => /[&|<>^()]/.test(part)) ? 'an operator after a double quote' : null;
}
