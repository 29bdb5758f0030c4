import type { Output } from '../output.ts';

/** fish: for `… | source`. */
export const fish: Output = {
  name: 'fish',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `set -eg ${name};\n`),
      ...(unset.length === 0 ? [] : [universalsNamed(unset)]),
      ...set.map(({ name, value }) => `set -gx ${name} ${literal(value)};\n`),
    ].join('');
  },
  failure: (status) => `sh -c 'exit ${status}';\n`,
  evalLine: (command) => `${command} | source`,
};

/**
 * A universal variable cannot be hidden from children (tried with 3.6), and erasing it would take it from the
 * user's other shells for good: it stays, and is named. Ends with status 0, which `set -e` of nothing has not.
 */
function universalsNamed(names: readonly string[]): string {
  const said = '"awscred: $name is a universal variable and stays set; hint: set -eU $name"';
  const loop = `for name in ${names.join(' ')}; set -qU $name; and echo ${said} >&2; end`;
  return `begin; set -l name; ${loop}; true; end;\n`;
}

/** Single quotes with `\'` and `\\`; control characters stand outside of them, so that a line stays a line. */
function literal(value: string): string {
  const quoted = value.replace(/[\\']/g, '\\$&').replace(/[\x00-\x1F\x7F]/g, (char) => `'${escape(char)}'`);
  return `'${quoted}'`;
}

function escape(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
