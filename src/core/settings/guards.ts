import type { ScopeRule } from '../scopes/scope-rule.ts';
import type { FolderRule } from './folders-text.ts';
import { matchesPattern } from './name-pattern.ts';

/** What the sections of `config.ini` say, in the file's order. */
export interface Guards {
  readonly sections: readonly GuardSection[];
  readonly folders: readonly FolderRule[];
  readonly scopes: readonly ScopeRule[];
}

/** `[profile PATTERN]` or `[account 444455556666]`. */
export interface GuardSection {
  readonly kind: 'profile' | 'account';
  /** The pattern, or the account's number. */
  readonly word: string;
  /** `confirm = true`; null also for `false`, since no section undoes what another one asks for. */
  readonly confirm: GuardLine | null;
  readonly allowed: AllowedAccounts | null;
  /** `read_only = true`. */
  readonly readOnly: GuardLine | null;
  /** `max_duration = 1h`. */
  readonly maxDuration: MaxDuration | null;
  /** `mfa = required`. */
  readonly mfa: GuardLine | null;
  /** `scope = NAME`. */
  readonly scope: GuardLine | null;
  /** The name of the account, for the question only. */
  readonly accountName: string | null;
  /** `exec = live`: no guard, but what `exec` does without an option. */
  readonly isLive: boolean;
  /** `console_browser`, `console_container`, `console_color`: no guard either, but how `console` opens it. */
  readonly console?: Readonly<Partial<Record<ConsoleSetting, string>>>;
}

export type ConsoleSetting = 'browser' | 'container' | 'colour';

interface AllowedAccounts {
  readonly ids: readonly string[];
  readonly line: GuardLine;
}

export interface MaxDuration {
  readonly seconds: number;
  readonly line: GuardLine;
}

/** One guard as it stands in the file. */
export interface GuardLine {
  readonly key: 'confirm' | 'allowed_account_ids' | 'read_only' | 'max_duration' | 'mfa' | 'scope';
  readonly value: string;
  /** `profile prod-*`, `account 444455556666`. */
  readonly section: string;
  readonly file: string;
  readonly line: number;
}

/** What all guards that match a plan ask for together: the strictest. */
export interface PlanGuards {
  readonly confirm: boolean;
  /** The accounts that every matching section allows; null where none limits them. */
  readonly allowedAccounts: readonly string[] | null;
  /** Whether there are `[account …]` sections and the plan does not show whether they match. */
  readonly accountMatters: boolean;
  /** Each `allowed_account_ids` that matches. */
  readonly limits: readonly AllowedAccounts[];
  readonly readOnly: GuardLine | null;
  /** The shortest. */
  readonly maxDuration: MaxDuration | null;
  readonly mfa: GuardLine | null;
  /** Each scope once, in the file's order. */
  readonly scopes: readonly GuardLine[];
  /** All lines that match. */
  readonly lines: readonly GuardLine[];
  readonly accountName: string | null;
}

/** What a plan says of itself to the guards. */
export interface PlannedRelease {
  /** The profile asked for. */
  readonly profile: string;
  /** The account of the plan's last step; null where the plan does not say. */
  readonly account: string | null;
}

/** The guards and one of the command line, which every account has to pass. */
export function withAllowed(guards: Guards, ids: readonly string[]): Guards {
  const line: GuardLine = {
    key: 'allowed_account_ids',
    value: ids.join(', '),
    section: '--allowed-account-ids',
    file: '',
    line: 0,
  };
  const section = { ...emptySection('profile', '*'), allowed: { ids, line } };
  return { ...guards, sections: [...guards.sections, section] };
}

/** The guards and one of `share`: no credentials live longer than this, in seconds. */
export function withLongestLife(guards: Guards, seconds: number): Guards {
  const line: GuardLine = {
    key: 'max_duration',
    value: String(seconds),
    section: 'share',
    file: '',
    line: 0,
  };
  const section = { ...emptySection('profile', '*'), maxDuration: { seconds, line } };
  return { ...guards, sections: [...guards.sections, section] };
}

export const NO_GUARDS: Guards = { sections: [], folders: [], scopes: [] };

export function emptySection(kind: GuardSection['kind'], word: string): GuardSection {
  return {
    kind,
    word,
    confirm: null,
    allowed: null,
    readOnly: null,
    maxDuration: null,
    mfa: null,
    scope: null,
    accountName: null,
    isLive: false,
  };
}

/**
 * The guards that hold for a plan, options applied. `[profile …]` is matched with the profile asked for, `[account …]`
 * with the account that the plan says, and with `account`, that of the credentials themselves, once it is known.
 */
export function guardsFor(
  planned: PlannedRelease,
  guards: Guards,
  account: string | null = null,
): PlanGuards {
  const accounts = [planned.account, account].filter((one) => one !== null);
  const matching = guards.sections.filter(({ kind, word }) =>
    kind === 'profile' ? matchesPattern(planned.profile, word) : accounts.includes(word),
  );
  const limits = matching.map(({ allowed }) => allowed).filter((allowed) => allowed !== null);
  const confirms = matching.map(({ confirm }) => confirm).filter((line) => line !== null);
  const narrowing = narrowingOf(matching);
  return {
    confirm: confirms.length > 0,
    ...narrowing.strictest,
    allowedAccounts: intersection(limits.map(({ ids }) => ids)),
    accountMatters: accounts.length === 0 && guards.sections.some(({ kind }) => kind === 'account'),
    limits,
    lines: [...confirms, ...limits.map(({ line }) => line), ...narrowing.lines].sort(
      (a, b) => a.line - b.line,
    ),
    accountName: nameOf(account ?? planned.account, guards),
  };
}

type Narrowing = Pick<PlanGuards, 'readOnly' | 'maxDuration' | 'mfa' | 'scopes'>;

function narrowingOf(sections: readonly GuardSection[]): {
  readonly strictest: Narrowing;
  readonly lines: readonly GuardLine[];
} {
  const there = <T>(pick: (section: GuardSection) => T | null): readonly T[] =>
    sections.map(pick).filter((one) => one !== null);
  const readOnly = there((section) => section.readOnly);
  const mfa = there((section) => section.mfa);
  const scopes = there((section) => section.scope);
  const durations = there((section) => section.maxDuration);
  const shortest = [...durations].sort((a, b) => a.seconds - b.seconds)[0] ?? null;
  return {
    strictest: {
      readOnly: readOnly[0] ?? null,
      maxDuration: shortest,
      mfa: mfa[0] ?? null,
      scopes: scopes.filter(({ value }, index) => scopes.findIndex((one) => one.value === value) === index),
    },
    lines: [...readOnly, ...mfa, ...scopes, ...durations.map(({ line }) => line)],
  };
}

/** Whether `exec` of a profile outlives its credentials without being asked to (`exec = live`). */
export function execIsLive(profile: string, { sections }: Guards): boolean {
  return sections.some(
    ({ kind, word, isLive }) => kind === 'profile' && isLive && matchesPattern(profile, word),
  );
}

/** What the first section that matches a profile and has it says of `console`; null where none does. */
export function consoleSetting(
  profile: string,
  setting: ConsoleSetting,
  { sections }: Guards,
): string | null {
  const found = sections.find(
    ({ kind, word, console }) =>
      kind === 'profile' && console?.[setting] !== undefined && matchesPattern(profile, word),
  );
  return found?.console?.[setting] ?? null;
}

/** The first guard that forbids an account; null where all allow it. */
export function forbidding(account: string, { limits }: PlanGuards): AllowedAccounts | null {
  return limits.find(({ ids }) => !ids.includes(account)) ?? null;
}

function intersection(lists: readonly (readonly string[])[]): readonly string[] | null {
  const [first, ...others] = lists;
  return first?.filter((id) => others.every((list) => list.includes(id))) ?? null;
}

/** The name that `[account N]` gives; null where none does. */
export function nameOf(account: string | null, guards: Guards): string | null {
  const named = guards.sections.find(({ kind, word, accountName }) => {
    return kind === 'account' && word === account && accountName !== null;
  });
  return named?.accountName ?? null;
}
