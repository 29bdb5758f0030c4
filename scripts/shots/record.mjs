import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import headless from '@xterm/headless';

const SCRIPT = fileURLToPath(new URL('record.py', import.meta.url));

/** Types into a program on a real pseudo-terminal; the screen as rows of cells, as a terminal would show it. */
export async function record(session) {
  const shown = await shownBy(session);
  const { columns, rows } = session;
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise((resolve) => terminal.write(shown, resolve));
  const buffer = terminal.buffer.active;
  return Array.from({ length: buffer.length }, (_, y) => rowOf(buffer.getLine(y), columns));
}

/** Not in one go: the local AWS answers from this process meanwhile. */
async function shownBy(session) {
  const child = spawn('python3', ['-P', SCRIPT]);
  const parts = { out: [], error: '' };
  child.stdout.on('data', (data) => parts.out.push(data));
  child.stderr.on('data', (data) => (parts.error += data));
  child.stdin.end(JSON.stringify(session));
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) {
    throw new Error(parts.error);
  }
  return Buffer.concat(parts.out);
}

function rowOf(line, columns) {
  return Array.from({ length: columns }, (_, x) => line?.getCell(x))
    .filter((cell) => cell !== undefined && cell.getWidth() > 0)
    .map((cell) => ({
      text: cell.getChars() || ' ',
      width: cell.getWidth(),
      colour: cell.isFgPalette() ? cell.getFgColor() : null,
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
    }));
}
