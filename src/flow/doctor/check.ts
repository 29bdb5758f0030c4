import type { Config } from '../../core/aws-files/config-model.ts';
import type { AwscredError } from '../../errors.ts';
import type { Machine } from '../../ports/machine.ts';
import type { StoreInspection } from '../../ports/store/upkeep.ts';
import type { Run } from '../line/run.ts';

export type Status = 'ok' | 'warn' | 'fail';

/** One thing a check has seen. */
export interface Finding {
  readonly status: Status;
  /** One line, escaped; what is seen, and where. */
  readonly text: string;
  /** What to type or to change; null where nothing is to be done. */
  readonly fix: string | null;
  /** Full path; null for what is in no file. */
  readonly file: string | null;
  readonly line: number | null;
}

/** One row of the table in checks.ts. Its id is an interface: it never changes. */
export interface Check {
  readonly id: string;
  /** At least one finding. */
  run(seen: Seen): readonly Finding[];
}

/** What was looked at, once for all checks. */
export interface Seen {
  readonly run: Run;
  /** AWS's files, or why they cannot be read. */
  readonly config: Config | AwscredError;
  readonly inspection: StoreInspection;
  readonly machine: Machine;
  /** Journals of key rotations that are open. */
  readonly rotations: readonly string[];
  /** Keys and variables of `config.ini` that awscred does not know. */
  readonly settingsWarnings: readonly string[];
}

export function ok(text: string): Finding {
  return { status: 'ok', text, fix: null, file: null, line: null };
}

interface Trouble {
  readonly fix?: string | undefined;
  readonly at?: { readonly file: string; readonly line: number };
}

export function warn(text: string, trouble: Trouble = {}): Finding {
  return found('warn', text, trouble);
}

export function fail(text: string, trouble: Trouble = {}): Finding {
  return found('fail', text, trouble);
}

/** The findings, or one that says that all is well. */
export function orOk(findings: readonly Finding[], text: string): readonly Finding[] {
  return findings.length === 0 ? [ok(text)] : findings;
}

function found(status: Status, text: string, { fix, at }: Trouble): Finding {
  return { status, text, fix: fix ?? null, file: at?.file ?? null, line: at?.line ?? null };
}
