/** A word between single quotes, for shells where nothing has a meaning there, a line break included. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
