import type { Output } from '../output.ts';

/** elvish: for `eval (… | slurp)`. */
export const elvish: Output = {
  name: 'elvish',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `unset-env ${name};\n`),
      ...set.map(({ name, value }) => `set-env ${name} ${literal(value)};\n`),
    ].join('');
  },
  failure: (status) => `fail 'awscred ended with status ${status}';\n`,
  evalLine: (command) => `eval (${command} | slurp)`,
};

/** Single quotes with `''`; double quotes with escapes where there are control characters. */
function literal(value: string): string {
  if (!/[\x00-\x1F\x7F]/.test(value)) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  const escaped = value
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\x00-\x1F\x7F]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
