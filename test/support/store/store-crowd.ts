import { drive } from './drive.ts';
import type { DriverReport, DriverResult, DriverStep } from './store-driver.ts';

export interface StoreCrowd {
  readonly store: 'keychain' | 'file';
  readonly processes: number;
  /** Of each process; in each it writes an item and lists, in every other one it deletes the item and lists. */
  readonly rounds: number;
}

/** What was wrong, counted; all are 0 where the store holds what it promises. */
export interface CrowdFaults {
  /** Refusals and warnings. */
  errors: number;
  /** Items or rows that are not there though they were written and not deleted. */
  lost: number;
  /** Values that nobody wrote as they are. */
  torn: number;
  /** Items or rows that are there though they were deleted, and rows that nobody wrote. */
  wrong: number;
}

/** Processes that write, list and delete items of their own, and write one that all share, at once. */
export async function storeCrowd(
  environment: Readonly<Record<string, string>>,
  { store, processes, rounds }: StoreCrowd,
): Promise<CrowdFaults> {
  const options = { options: { store } } as const;
  await drive(environment, [{ do: 'prepare' }], options);
  const steps = Array.from({ length: processes }, (_, process) => stepsOf(process, rounds));
  const reports = await Promise.all(steps.map(async (each) => drive(environment, each, options)));
  const faults: CrowdFaults = { errors: 0, lost: 0, torn: 0, wrong: 0 };
  reports.forEach((report, process) => judge(report, steps[process] ?? [], faults));
  const left = steps.flat().filter((step) => step.do === 'put' && !isDeleted(step.key));
  const keys = [...new Set(left.map((step) => ('key' in step ? step.key : '')))];
  const gets = keys.map((key): DriverStep => ({ do: 'get', key }));
  const last = await drive(environment, [...gets, { do: 'rows' }], options);
  judge(last, gets, faults);
  const rows = last.results.at(-1)?.value;
  const count = Array.isArray(rows) ? rows.length : 0;
  faults.lost += Math.max(0, keys.length - count);
  faults.wrong += Math.max(0, count - keys.length);
  return faults;
}

const SHARED = 'shared';

function isDeleted(key: string): boolean {
  return /[13579]$/.test(key);
}

function stepsOf(process: number, rounds: number): readonly DriverStep[] {
  const expiresAt = Date.now() + 3_600_000;
  return Array.from({ length: rounds }, (_, round): readonly DriverStep[] => {
    const key = `${process} ${round}`;
    const put = { do: 'put', key, value: valueOf(key), expiresAt } as const;
    const shared = { ...put, key: SHARED, value: sharedBy(process) };
    const listed = { do: 'listed', key } as const;
    return [
      put,
      listed,
      // Every tenth time the one that all share too.
      ...(round % 10 === 0 ? [shared] : []),
      ...(isDeleted(key) ? [{ do: 'delete', key } as const, listed] : []),
    ];
  }).flat();
}

function valueOf(key: string): string {
  return `value of ${key}`;
}

/** Long enough to be torn. */
function sharedBy(process: number): string {
  return `shared ${process}`.padEnd(3000, '.');
}

function judge(report: DriverReport, steps: readonly DriverStep[], faults: CrowdFaults): void {
  faults.errors += report.warnings.length;
  const deleted = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const result = report.results[index] ?? { ms: 0, code: 'CRASH' };
    if (step.do === 'delete') {
      deleted.add(step.key);
    }
    const fault = faultOf(step, result, deleted);
    if (fault !== null) {
      faults[fault] += 1;
    }
  }
}

function faultOf(
  step: DriverStep,
  { code, value }: DriverResult,
  deleted: ReadonlySet<string>,
): keyof CrowdFaults | null {
  if (code !== undefined) {
    return 'errors';
  }
  switch (step.do) {
    case 'delete':
      return value === true ? null : 'lost';
    case 'listed':
      return value !== deleted.has(step.key) ? null : value === true ? 'wrong' : 'lost';
    case 'get':
      return value === null ? 'lost' : isWhole(step.key, value) ? null : 'torn';
    default:
      return null;
  }
}

function isWhole(key: string, value: unknown): boolean {
  const isShared = typeof value === 'string' && /^shared \d+\.+$/.test(value);
  return key === SHARED ? isShared : value === valueOf(key);
}
