import { forbidding, type Guards, guardsFor, type PlanGuards } from '../../core/settings/guards.ts';
import { plannedRelease } from '../../sources/summary.ts';
import type { Diagnostic } from '../../core/aws-files/config-model.ts';
import { printable, tilde } from '../../core/text/printable.ts';
import type { Plan } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';

/** The guards of a plan as far as it shows them. */
export interface ExplainedGuards {
  /** Null where `config.ini` is not understood: then no credentials are handed out. */
  readonly guards: PlanGuards | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function explainGuards(plan: Plan, read: Guards | AwscredError): ExplainedGuards {
  if (read instanceof AwscredError) {
    const { message, file, line } = read;
    return { guards: null, diagnostics: [error('guard-not-understood', message, { file, line }, null)] };
  }
  const guards = guardsFor(plannedRelease(plan), read);
  const account = plannedRelease(plan).account;
  const limit = account === null ? null : forbidding(account, guards);
  if (limit === null) {
    return { guards, diagnostics: [] };
  }
  const message = `account ${printable(account ?? '', 40)} is not among allowed_account_ids`;
  return { guards, diagnostics: [error('account-not-allowed', message, limit.line, plan.profile)] };
}

function error(
  code: string,
  message: string,
  at: { readonly file: string | null; readonly line: number | null },
  profile: string | null,
): Diagnostic {
  return { severity: 'error', code, message, file: at.file ?? '', line: at.line ?? 1, profile };
}

/** For `--json`: each guard line that holds, in the file's order. */
export function guardsJson(guards: PlanGuards | null): unknown {
  return (guards?.lines ?? []).map(({ key, value, section, file, line }) => ({
    key,
    value,
    section,
    file,
    line,
  }));
}

/** The guards that apply, each with its place, and what they forbid; empty where none applies. */
export function guardsText({ guards, diagnostics }: ExplainedGuards, home: string): readonly string[] {
  const place = (file: string, line: number): string => `${printable(tilde(file, home), 200)}:${line}`;
  const rows = (guards?.lines ?? []).map(
    ({ key, value, section, file, line }) =>
      [`[${printable(section, 100)}] ${key} = ${printable(value, 200)}`, place(file, line)] as const,
  );
  const faults = diagnostics
    .filter(({ code }) => code === 'guard-not-understood' || code === 'account-not-allowed')
    .map(({ message, file, line }) => [`refused: ${printable(message, 300)}`, place(file, line)] as const);
  const lines = [...rows, ...faults];
  const width = Math.max(0, ...lines.map(([text]) => text.length)) + 4;
  const shown = lines.map(([text, at]) => `${text.padEnd(width)}${at}`);
  return guards?.accountMatters === true
    ? [...shown, 'guards under [account …] are checked when its account is known']
    : shown;
}
