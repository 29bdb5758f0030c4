import { indentOf } from '../ini/ini-lines.ts';
import { partsOf, readProperty } from '../ini/ini-property.ts';
import { lineKind } from '../ini/line-kind.ts';
import { holdsSecretPair, isSecretKey } from '../secret-key.ts';

const MASK = '********';

/**
 * The lines of one of AWS's files, for a person: values of secret keys are masked, and so is the whole of a line that
 * is malformed, which may be a secret that somebody pasted.
 */
export function maskedLines(lines: readonly string[]): readonly string[] {
  let open = Number.POSITIVE_INFINITY;
  let isSecret = false;
  return lines.map((line) => {
    const indent = indentOf(line);
    const text = line.slice(indent);
    const kind = lineKind(line, indent, open);
    if (kind === 'header') {
      open = Number.POSITIVE_INFINITY;
    } else if (kind === 'property') {
      const key = readProperty(text, 1, [])?.key ?? null;
      open = indent;
      isSecret = key === null || isSecretKey(key);
      return key === null
        ? `${line.slice(0, indent)}${MASK}`
        : isSecret
          ? `${line.slice(0, indent)}${text.slice(0, partsOf(text).at + 1)} ${MASK}`
          : line;
    }
    return isHidden(kind, text, isSecret) ? `${line.slice(0, indent)}${MASK}` : line;
  });
}

function isHidden(kind: ReturnType<typeof lineKind>, text: string, isSecret: boolean): boolean {
  switch (kind) {
    case 'comment':
      return holdsSecretPair(text.replace(/^[#;]+[ \t]*/, ''));
    case 'continuation':
      return isSecret || holdsSecretPair(text);
    default:
      return false;
  }
}
