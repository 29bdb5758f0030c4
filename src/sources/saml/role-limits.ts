import { numberIn, parseJsonObject, asJsonObject } from '../../core/text/json-text.ts';
import type { Ports } from '../../ports/index.ts';

/** A role's longest session, as AWS's refusals have shown it: the next sign-in asks for no more. */
type Needed = Pick<Ports, 'notes' | 'clock'>;

/** An administrator may allow more meanwhile. */
const BELIEVED_MS = 7 * 86_400_000;
/** More roles than anybody signs in to; the oldest are forgotten. */
const MOST = 200;

/** What to ask for, at most `seconds`. */
export function knownLimit(roleArn: string, seconds: number, { notes, clock }: Needed): number {
  const found = asJsonObject(limitsIn(notes)[roleArn]);
  const limit = found === null ? null : numberIn(found, 'seconds');
  const at = found === null ? null : numberIn(found, 'at');
  const isBelieved = limit !== null && at !== null && limit >= 900 && clock.now() - at < BELIEVED_MS;
  return isBelieved ? Math.min(seconds, limit) : seconds;
}

export function noteLimit(roleArn: string, seconds: number, { notes, clock }: Needed): void {
  const others = Object.entries(limitsIn(notes)).filter(([arn]) => arn !== roleArn);
  const all = [...others, [roleArn, { seconds, at: clock.now() }] as const];
  notes.write('saml-limits', `${JSON.stringify(Object.fromEntries(all.slice(-MOST)))}\n`);
}

function limitsIn(notes: Needed['notes']): Readonly<Record<string, unknown>> {
  return parseJsonObject(notes.read('saml-limits') ?? '') ?? {};
}
