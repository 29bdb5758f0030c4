const made = new Map<string, RegExp>();

/**
 * A regular expression over Unicode properties, made when first used: as a literal it would cost every start two
 * milliseconds, since V8 builds its sets of characters when it reads the code.
 */
export function lateRegExp(source: string, flags: string = 'u'): RegExp {
  const known = made.get(source) ?? new RegExp(source, flags);
  made.set(source, known);
  // With the flag `g` a search begins where the last one ended.
  known.lastIndex = 0;
  return known;
}
