import type { Output } from './output.ts';

/**
 * fish: for `… | source`. A variable is removed by hiding a universal one of that name behind a global that is not
 * exported (erasing it would take it from the user's other shells for good), else by erasing the global.
 */
export const fish: Output = {
  name: 'fish',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `set -gu ${name}; set -qU ${name}; or set -eg ${name};\n`),
      ...set.map(({ name, value }) => `set -gx ${name} ${literal(value)};\n`),
    ].join('');
  },
  evalLine: (command) => `${command} | source`,
};

/** Single quotes with `\'` and `\\`; control characters stand outside of them, so that a line stays a line. */
function literal(value: string): string {
  const quoted = value.replace(/[\\']/g, '\\$&').replace(/[\x00-\x1F\x7F]/g, (char) => `'${escape(char)}'`);
  return `'${quoted}'`;
}

function escape(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
