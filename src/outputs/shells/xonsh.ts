import type { Output } from '../output.ts';

/** xonsh: Python with `$NAME`, for `execx($(…))`. */
export const xonsh: Output = {
  name: 'xonsh',
  undoes: true,
  render({ set, unset }) {
    return [
      // `del $NAME` would fail where there is none.
      ...unset.map((name) => `if '${name}' in \${...}: del $${name}\n`),
      ...set.map(({ name, value }) => `$${name} = ${literal(value)}\n`),
    ].join('');
  },
  failure: () => '',
  evalLine: (command) => `execx($(${command}))`,
};

/** A Python string of printable ASCII: nothing depends on the encoding of the pipe. */
function literal(value: string): string {
  const escaped = value
    .replace(/[\\']/g, '\\$&')
    .replace(/[^\x20-\x7E]/gu, (char) => `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`);
  return `'${escaped}'`;
}
