import { type AuditLine, parseAuditText } from '../../core/audit/audit-line.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import { fromIso, showClock } from '../../core/text/time.ts';
import type { Run } from '../line/run.ts';

/** Which lines are wanted; null: all. */
export interface LogWish {
  /** Seconds. */
  readonly since: number | null;
  readonly profile: string | null;
}

/** The audit trail, oldest first, set-aside files too. What is damaged is left out, and said once. */
export async function auditLines(run: Run, wish: LogWish): Promise<readonly AuditLine[]> {
  const { audit, clock, report } = run.ports;
  const parsed = (await audit.texts()).map(parseAuditText);
  const damaged = parsed.reduce((sum, one) => sum + one.damaged, 0);
  if (damaged > 0) {
    report.warn(`the audit trail has ${damaged} damaged ${damaged === 1 ? 'line' : 'lines'}: left out`);
  }
  const from = wish.since === null ? 0 : clock.now() - wish.since * 1000;
  return parsed.flatMap(({ lines }) => lines).filter((line) => isWanted(line, wish, from));
}

function isWanted({ time, profile }: AuditLine, wish: LogWish, from: number): boolean {
  return (wish.profile === null || wish.profile === profile) && (fromIso(time) ?? 0) >= from;
}

/** The shape of `log --json` (docs/json.md). */
export function logJson(lines: readonly AuditLine[]): unknown {
  return { version: 1, lines };
}

/** One line for a person: `2026-12-01 05:48:49Z  released  prod-admin  Admin in 444455556666  …`. Foreign text is escaped. */
export function logText(line: AuditLine, now: number): string {
  const { time, event, profile, account, role, expires, scope, reason, program, tty } = line;
  const until = expires === null ? null : fromIso(expires);
  const parts = [
    printable(time, 30).replace('T', ' '),
    event.padEnd(8),
    printable(profile, 80),
    account === null ? null : printable(role === null ? account : `${role} in ${account}`, 120),
    until === null ? null : `until ${showClock(until, now)}`,
    scope === null ? null : `scope ${printable(scope, 120)}`,
    reason === null ? null : `"${printable(reason, 256)}"`,
    `for ${printable(program.name ?? 'a program', 40)} (${program.pid}${tty === null ? '' : `, ${printable(tty, 20)}`})`,
  ];
  return parts.filter((part) => part !== null).join('  ');
}

/** Prints lines as they come, until `isOver`. A line of JSON each under `--json`. */
export async function follow(
  run: Run,
  wish: LogWish & { readonly isJson: boolean; isOver(): boolean },
  print: (text: string) => boolean,
): Promise<void> {
  const { audit, clock } = run.ports;
  let seen = await currentText(audit);
  while (!wish.isOver()) {
    await clock.sleep(POLL_MS);
    const now = await currentText(audit);
    const before = now.startsWith(seen) ? seen.length : 0;
    // The end of a file that has been set aside meanwhile.
    const aside = before === 0 && seen !== '' ? ((await audit.texts()).at(-2) ?? '') : '';
    const rest = aside.startsWith(seen) ? aside.slice(seen.length) : '';
    const { lines } = parseAuditText(`${rest}${now.slice(before)}`);
    const wanted = lines.filter((line) => isWanted(line, wish, 0));
    const texts = wanted.map((line) => (wish.isJson ? jsonText(line) : logText(line, clock.now())));
    if (texts.length > 0 && !print(`${texts.join('\n')}\n`)) {
      return;
    }
    seen = now;
  }
}

const POLL_MS = 300;

async function currentText(audit: Run['ports']['audit']): Promise<string> {
  const text = (await audit.texts()).at(-1) ?? '';
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
