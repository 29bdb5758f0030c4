/**
 * The text without any `char` at its end. A regular expression such as `/\/+$/` is quadratic: it looks on from each
 * slash of a long run that does not end the text, and config values and answers may hold megabytes of them.
 */
export function withoutTrailing(text: string, char: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === char) {
    end -= 1;
  }
  return text.slice(0, end);
}
