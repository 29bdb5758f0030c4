/** Cells of one line of CSV, trimmed; a quoted one may hold commas and doubled quotes. */
export function csvCells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quotedCell, bare]) =>
    (quotedCell?.replaceAll('""', '"') ?? bare ?? '').trim(),
  );
}

/** One line of CSV, with its line feed. A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`;
}

function cell(text: string): string {
  const plain = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
