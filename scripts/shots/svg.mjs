const CELL = { width: 8.4, height: 19 };
const MARGIN = { side: 18, top: 44, bottom: 18 };
const THEME = {
  paper: '#1b1f27',
  ink: '#d8dee9',
  // The sixteen colours of a terminal.
  palette: ['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9'],
};

/** A picture of a terminal, as text: it can be read, searched and compared in a diff. */
export function svgOf(rows, title) {
  const lines = withoutEmptyEnd(rows);
  const columns = Math.max(...rows.map((row) => row.reduce((sum, { width }) => sum + width, 0)));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN.side);
  const height = MARGIN.top + lines.length * CELL.height + MARGIN.bottom;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, n) => `<circle cx="${20 + n * 20}" cy="20" r="6" fill="${colour}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title).replaceAll('\u00a0', ' ')}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${THEME.paper}"/>`,
    ...dots,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14">',
    ...lines.flatMap((row, y) => textsOf(row, MARGIN.top + (y + 0.75) * CELL.height)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function withoutEmptyEnd(rows) {
  const last = rows.findLastIndex((row) => row.some(({ text }) => text !== ' '));
  return rows.slice(0, last + 1);
}

/** One element for each run of cells that look alike, as wide as its cells, whatever the font. */
function textsOf(row, y) {
  const runs = [];
  let x = 0;
  for (const cell of row) {
    const style = styleOf(cell);
    const before = runs.at(-1);
    if (before?.style === style) {
      before.text += cell.text;
      before.width += cell.width;
    } else {
      runs.push({ x, style, text: cell.text, width: cell.width });
    }
    x += cell.width;
  }
  return runs.filter(({ text }) => text.trim() !== '').map((run) => textOf(trimmed(run), y));
}

/** Blanks at the end would stretch the letters before them. */
function trimmed(run) {
  const text = run.text.trimEnd();
  return { ...run, text, width: run.width - (run.text.length - text.length) };
}

function textOf({ x, style, text, width }, y) {
  const at = `x="${(MARGIN.side + x * CELL.width).toFixed(1)}" y="${y.toFixed(1)}"`;
  const length = `textLength="${(width * CELL.width).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  return `<text ${at} ${length} ${style}>${escaped(text)}</text>`;
}

function styleOf({ colour, bold, dim }) {
  const fill = colour === null ? THEME.ink : (THEME.palette[colour % 8] ?? THEME.ink);
  return [`fill="${fill}"`, bold ? 'font-weight="bold"' : '', dim ? 'opacity="0.6"' : '']
    .filter((part) => part !== '')
    .join(' ');
}

function escaped(text) {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Else several blanks would be shown as one.
      .replaceAll(' ', '\u00a0')
      .replaceAll(/[\u0000-\u0008\u000b-\u001f]/g, ' ')
  );
}
