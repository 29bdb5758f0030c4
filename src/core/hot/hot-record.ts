import type { FileStamp } from './file-stamp.ts';

/** A file that shapes the plan, and its stamps (core/hot/file-stamp.ts); null where it was not there. */
export interface StampedFile {
  readonly path: string;
  readonly stamp: FileStamp | null;
}

/** Where the secret half is: in the kernel, under a serial (`0` where only its name is known) and a name. */
export interface KernelHalf {
  readonly serial: string;
  readonly name: string;
}

/** A product cut where its two secrets stand: `head` SECRET `middle` TOKEN `tail`. */
export interface CutProduct {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

/** The file half of a hot record: all that a later call needs and that is not secret. */
export interface HotRecord {
  /** Compared on reading: some file systems treat `Prod` and `prod` as one file name. */
  readonly profile: string;
  /** core/hot/hot-variables.ts. */
  readonly variables: string;
  /** AWS's two files and `config.ini`, in this order. */
  readonly files: readonly [StampedFile, StampedFile, StampedFile];
  readonly life: HotLife;
  readonly kernel: KernelHalf | null;
  readonly item: HotItem;
  /** `process`; its `middle` is always PROCESS_MIDDLE. */
  readonly process: CutProduct;
  /** `assume` in posix syntax; its `middle` is always POSIX_MIDDLE. Null where its text depends on the shell. */
  readonly assume: (CutProduct & { readonly summary: HotSummary }) | null;
}

/** All in seconds: since the epoch and, for shells without a clock, since this boot. */
export interface HotLife {
  readonly bootId: string;
  readonly untilUptime: number;
  readonly written: number;
  readonly until: number;
}

/** Where the store has the same credentials, for a call that finds no secret half. */
export interface HotItem {
  readonly store: 'keychain' | 'file';
  readonly account: string;
  readonly key: string;
  readonly accessKeyId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The summary line, but for the time that is left: `prod → Admin in 444455556666`, and when it ends. */
export interface HotSummary {
  readonly who: string;
  /** Epoch seconds. */
  readonly expires: number;
  /** Local midnight before it, epoch seconds: on an earlier day the time is shown as `tomorrow`. */
  readonly midnight: number;
  /** `15:02`. */
  readonly clock: string;
}

export const PROCESS_MIDDLE = '","SessionToken":"';
export const POSIX_MIDDLE = ';\nexport AWS_SESSION_TOKEN=';

const VERSION = 'awscred-hot 1';

/**
 * The record's text, one thing a line, for readers that have no parser: `bin/awscred.cjs` and the launcher
 * (docs/hot-path.md). Null where something does not fit a line.
 */
export function serializeHotRecord(record: HotRecord): string | null {
  const { profile, variables, files, life, kernel, item, process, assume } = record;
  const lines = [
    `${VERSION} ${profile}`,
    variables,
    ...files.map(({ path }) => path),
    [
      life.bootId,
      life.untilUptime,
      life.written,
      life.until,
      kernel?.serial ?? '0',
      kernel?.name ?? '-',
    ].join(' '),
    [item.store, item.account, item.key, item.accessKeyId, item.expiresAt].join(' '),
    process.head,
    process.tail,
    ...files.map(({ stamp }) => stamp?.forShells ?? '-'),
    files.map(({ stamp }) => stamp?.forNode ?? '-').join('\t'),
    assume === null ? '-' : summaryLine(assume.summary),
    ...(assume === null ? [] : assumeLines(assume)),
    'end',
  ];
  const isSound =
    lines.every((line) => !/[\n\r\0]/.test(line)) && files.every(({ path }) => path.startsWith('/'));
  return isSound ? `${lines.join('\n')}\n` : null;
}

/** Of a record's lines: where the store has its credentials; null where they do not say. */
export function hotItemOf(lines: readonly string[]): HotItem | null {
  const match = /^(keychain|file) (v1\.tmp\.[0-9a-f]{32}) ([0-9a-f]{64}) ([A-Z0-9]+) (\d+)$/.exec(
    lines[6] ?? '',
  );
  const [, store, account = '', key = '', accessKeyId = '', expiresAt] = match ?? [];
  const isStore = store === 'keychain' || store === 'file';
  return isStore ? { store, account, key, accessKeyId, expiresAt: Number(expiresAt) } : null;
}

/** Of a record's text: where its secret half is; null for none. */
export function kernelHalfOf(text: string): KernelHalf | null {
  const [, , , , serial = '', name = ''] = lifeLine(text);
  return /^(?:0|[1-9]\d{0,9})$/.test(serial) && /^hot\.[0-9a-f]{16}$/.test(name) ? { serial, name } : null;
}

/** Until when a record may be used, epoch seconds; 0 for a text that is not a record. */
export function lifeEndOf(text: string): number {
  return Number(lifeLine(text)[3]) || 0;
}

/** Whether a record was written at or after `begun`, epoch seconds, for the same variables. */
export function isWrittenSince(text: string, begun: number, variables: string): boolean {
  return Number(lifeLine(text)[2]) >= begun && text.split('\n')[1] === variables;
}

function lifeLine(text: string): readonly string[] {
  return (text.split('\n')[5] ?? '').split(' ');
}

/** Cuts a product at its secrets; null where they do not stand there once each, in this order, `middle` between them. */
export function cutAt(text: string, secret: string, token: string, middle: string): CutProduct | null {
  const at = text.indexOf(secret + middle + token);
  const head = text.slice(0, at);
  const tail = text.slice(at + secret.length + middle.length + token.length);
  const isClean = at >= 0 && ![head, tail].some((part) => part.includes(secret) || part.includes(token));
  return isClean ? { head, middle, tail } : null;
}

function summaryLine({ who, expires, midnight, clock }: HotSummary): string {
  return [who, expires, midnight, clock].join('\t');
}

/** The head's statements, a line `*` where the two secrets are set, the tail's statements. */
function assumeLines({ head, tail }: CutProduct): readonly string[] {
  return [...head.split('\n').slice(0, -1), '*', ...tail.split('\n').slice(1, -1)];
}
