import { printable } from '../../core/text/printable.ts';
import type { Finding, Status } from './check.ts';
import type { Checked } from './doctor.ts';

/** The most findings shown of one check. */
const SHOWN = 10;

/** Characters of one text: paths may be long. */
const LONGEST = 2000;

/** `doctor` for people: a line per finding, its fix under it, the counts last. */
export function doctorText(checks: readonly Checked[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length)) + 3;
  const lines = checks.flatMap(({ id, status, findings }) => {
    const shown = findings.slice(0, SHOWN).flatMap((finding) => linesOf(id, finding, width));
    const more = findings.length - SHOWN;
    return more > 0 ? [...shown, line(status, id, `and ${more} more: awscred doctor --json`, width)] : shown;
  });
  const count = (status: Status): number => checks.filter((check) => check.status === status).length;
  const warnings = counted(count('warn'), 'warning');
  const failures = counted(count('fail'), 'failure');
  return `${lines.join('\n')}\n  ${checks.length} checks: ${count('ok')} ok, ${warnings}, ${failures}\n`;
}

function linesOf(id: string, { status, text, fix }: Finding, width: number): readonly string[] {
  const first = line(status, id, printable(text, LONGEST), width);
  return fix === null ? [first] : [first, `${' '.repeat(8 + width)}fix: ${printable(fix, LONGEST)}`];
}

function line(status: Status, id: string, text: string, width: number): string {
  return `  ${status.padEnd(6)}${id.padEnd(width)}${text}`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
