import { asJsonObject, type JsonObject, numberIn, parseJsonObject, textIn } from '../text/json-text.ts';

/** One line of the audit trail (docs/json.md, "The audit trail"). No secret and no argument of a program is in it. */
export interface AuditLine {
  readonly version: 1;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly event: AuditEvent;
  readonly profile: string;
  /** The plan's steps in a few words each: `sso PowerUser in 111122223333`. */
  readonly hops: readonly string[];
  readonly account: string | null;
  readonly role: string | null;
  readonly expires: string | null;
  /** Names of the scopes, with commas between; null for none. */
  readonly scope: string | null;
  readonly reason: string | null;
  readonly program: { readonly name: string | null; readonly pid: number };
  readonly tty: string | null;
}

export type AuditEvent = 'obtained' | 'released' | 'shared' | 'refused';

const EVENTS: readonly AuditEvent[] = ['obtained', 'released', 'shared', 'refused'];

/** Null for what is no line of ours: a file may be damaged at any byte. */
export function parseAuditLine(text: string): AuditLine | null {
  const line = parseJsonObject(text);
  if (line === null || line['version'] !== 1) {
    return null;
  }
  const [time, profile] = [textIn(line, 'time'), textIn(line, 'profile')];
  const event = EVENTS.find((one) => one === line['event']);
  if (time === null || profile === null || event === undefined) {
    return null;
  }
  const { hops, program } = line;
  return {
    version: 1,
    time,
    event,
    profile,
    hops: Array.isArray(hops) ? hops.map(String) : [],
    account: textIn(line, 'account'),
    role: textIn(line, 'role'),
    expires: textIn(line, 'expires'),
    scope: textIn(line, 'scope'),
    reason: textIn(line, 'reason'),
    program: programIn(asJsonObject(program) ?? {}),
    tty: textIn(line, 'tty'),
  };
}

function programIn(program: JsonObject): AuditLine['program'] {
  return { name: textIn(program, 'name'), pid: numberIn(program, 'pid') ?? 0 };
}

/** The lines of a text that are whole, and how many are not. */
export function parseAuditText(text: string): {
  readonly lines: readonly AuditLine[];
  readonly damaged: number;
} {
  const texts = text.split('\n').filter((line) => line !== '');
  const lines = texts.map(parseAuditLine).filter((line) => line !== null);
  return { lines, damaged: texts.length - lines.length };
}
