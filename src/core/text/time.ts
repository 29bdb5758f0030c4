/** RFC 3339 in UTC with `Z` and whole seconds: `2026-01-02T03:04:05Z`. The only place in core that makes Dates. */
export function toIso(epochMs: number): string {
  return `${new Date(Math.floor(shown(epochMs) / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** The end of the year 9999: RFC 3339 has four digits for a year, and beyond 8.64e15 there are no Dates. */
const LAST_MS = 253_402_300_799_000;

/** Epoch milliseconds between 1970 and 9999, or null: a file or a server may hold any number in a time's place. */
export function timeOrNull(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= LAST_MS ? value : null;
}

/** The nearest time that can be shown; every text of a time goes through here, so that none throws or says NaN. */
function shown(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LAST_MS);
}

/** Epoch milliseconds of a certificate's time as OpenSSL prints it: `Dec  1 04:05:06 2026 GMT`; null for another text. */
export function fromCertificate(text: string): number | null {
  const isTime = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/.test(text);
  const time = isTime ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/**
 * Epoch milliseconds of an RFC 3339 text, or null: any offset, any fraction, small letters, a blank for `T`, a leap
 * second. Old AWS CLI caches end in `UTC`, and some tools leave the colon out of the offset: both are read too.
 */
export function fromIso(text: string): number | null {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(?:\.(\d{1,30}))?(?:[Zz]|UTC|([+-]\d{2}):?(\d{2}))$/.exec(
      text,
    );
  if (match === null) {
    return null;
  }
  const [, day, clock, seconds, fraction = '0', hours = '+00', minutes = '00'] = match;
  const isLeap = seconds === '60';
  const time = Date.parse(
    `${day}T${clock}:${isLeap ? '59' : seconds}.${fraction.slice(0, 3)}${hours}:${minutes}`,
  );
  return Number.isNaN(time) ? null : time + (isLeap ? 1000 : 0);
}

/** A duration as `-d` takes it: `15m`, `1h30m`, `900` (seconds), `1h`. Null when it is not a duration. */
export function parseDuration(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) {
    return Number(text);
  }
  const match = /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s)?$/.exec(text);
  if (match === null || text === '') {
    return null;
  }
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) => Number(match[group] ?? 0));
  return (days ?? 0) * 86400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** Time left, for people: `59m`, `7h12m`, `412d`, `45s`. */
export function showDuration(ms: number): string {
  const seconds = Math.floor(shown(ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 72) {
    return `${Math.floor(hours / 24)}d`;
  }
  if (hours >= 1) {
    return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  }
  return minutes >= 1 ? `${minutes}m` : `${seconds}s`;
}

/** Local wall clock, for people: `15:02`, or `tomorrow 02:02`, or `2026-12-01 02:02`. */
export function showClock(epochMs: number, now: number): string {
  const time = new Date(shown(epochMs));
  const clock = showTimeOfDay(epochMs);
  const days = Math.round((localMidnight(epochMs) - localMidnight(now)) / 86_400_000);
  if (days === 0) {
    return clock;
  }
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  return days === 1 ? `tomorrow ${clock}` : `${day} ${clock}`;
}

/** Local wall clock: `15:02`. */
export function showTimeOfDay(epochMs: number): string {
  const time = new Date(shown(epochMs));
  return `${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

/** The local midnight before a time, epoch milliseconds. */
export function localMidnight(epochMs: number): number {
  return new Date(shown(epochMs)).setHours(0, 0, 0, 0);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
