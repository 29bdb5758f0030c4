import { AwscredError } from '../../errors.ts';
import { parseFaultRule } from '../faults/parse-fault-rule.ts';
import { type Answer, type Exchange, header } from '../http/exchange.ts';
import type { State } from '../state.ts';
import { JsonReader } from '../world/json-reader.ts';
import { decideUserCode, mfaCode, oidcToken } from './controls.ts';

/** Of both kinds of sign-in. */
function endAllSessions({ sessions, console }: State): void {
  sessions.endAll();
  console.endAll();
}

type Control = (state: State, json: JsonReader, exchange: Exchange) => unknown;

const CONTROLS: ReadonlyMap<string, Control> = new Map<string, Control>([
  ['GET /_dev/calls', (state) => state.calls],
  ['GET /_dev/mfa-code', (state, _json, { query }) => ({ code: mfaCode(state, query.get('serial') ?? '') })],
  ['POST /_dev/fail', (state, json) => state.faults.add(parseFaultRule(json.value))],
  ['POST /_dev/heal', (state) => state.faults.clear()],
  ['POST /_dev/approve', (state, json) => decideUserCode(state, json.field('userCode').text(), 'allow')],
  ['POST /_dev/deny', (state, json) => decideUserCode(state, json.field('userCode').text(), 'deny')],
  ['POST /_dev/oidc-token', async (state, json) => ({ token: await oidcToken(state, json) })],
  ['POST /_dev/clock', (state, json) => state.clock.move(offset(json.field('moveMs')))],
  ['POST /_dev/skew-date', (state, json) => state.clock.skewDate(offset(json.field('ms')))],
  [
    'POST /_dev/new-keys',
    (state, json) => state.keys.users.propagateIn(json.field('delayMs').integer(0, 600_000)),
  ],
  ['POST /_dev/imds', (state, json) => void (state.machine.v1 = json.field('v1').flag())],
  ['POST /_dev/machine-life', (state, json) => state.machine.live(json.field('seconds').integer(1, 43_200))],
  ['POST /_dev/end-sessions', (state) => endAllSessions(state)],
  ['POST /_dev/change-password', (state) => state.console.changePassword()],
  ['POST /_dev/forget-registrations', (state) => state.clients.forgetAll()],
]);

/**
 * Lets other processes steer the local AWS: JSON in, JSON out, never for a web page
 * (no `Origin`, and a body must be `application/json`, which a form cannot send). Null where the path is not ours.
 */
export async function controlAnswer(state: State, exchange: Exchange): Promise<Answer | null> {
  if (!exchange.path.startsWith('/_dev/')) {
    return null;
  }
  return answer(state, exchange);
}

async function answer(state: State, exchange: Exchange): Promise<Answer> {
  const control = CONTROLS.get(`${exchange.method} ${exchange.path}`);
  if (control === undefined) {
    return jsonAnswer(404, { error: `no such control; there are: ${[...CONTROLS.keys()].join(', ')}` });
  }
  if (!isFromProgram(exchange)) {
    return jsonAnswer(403, { error: 'a control takes application/json, and no page may use it' });
  }
  try {
    const json: unknown = exchange.body.length === 0 ? {} : JSON.parse(exchange.body.toString('utf8'));
    return jsonAnswer(200, (await control(state, new JsonReader(json, 'control'), exchange)) ?? {});
  } catch (error) {
    if (error instanceof AwscredError || error instanceof SyntaxError) {
      return jsonAnswer(400, { error: error.message });
    }
    throw error;
  }
}

function isFromProgram(exchange: Exchange): boolean {
  const isJson = (header(exchange, 'content-type') ?? '').startsWith('application/json');
  return header(exchange, 'origin') === null && (isJson || exchange.body.length === 0);
}

function offset(json: JsonReader): number {
  const year = 366 * 86_400_000;
  return json.integer(-year, year);
}

function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}
