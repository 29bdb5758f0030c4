import truncatedWidth from 'fast-string-truncated-width';

/** One column each, and nearly every text there is: the library is loaded when first another character comes. */
const NARROW = /^[ -~\u00c0-\u024f\u2013\u2019\u2026\u2192]*$/;

/** Columns that a printable text takes on a terminal: two for a CJK letter or an emoji, none for a combining mark. */
export function textWidth(text: string): number {
  return NARROW.test(text) ? text.length : truncatedWidth(text).width;
}

/** A text cut to at most `width` columns, with an ellipsis where something is missing. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) {
    return text;
  }
  const room = { limit: Math.max(1, width), ellipsis: '.', ellipsisWidth: 1 };
  return `${text.slice(0, truncatedWidth(text, room).index)}\u2026`;
}

/** A text filled up with blanks to `width` columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
