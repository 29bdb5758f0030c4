import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenCall } from '../call-log.ts';
import { controlAnswer } from '../control/control-plane.ts';
import { faultAnswer } from '../faults/fault-answers.ts';
import type { Fault } from '../faults/fault-rule.ts';
import type { State } from '../state.ts';
import { deliver, reset } from './deliver.ts';
import { foreignHostAnswer } from './loopback-host.ts';
import { type Answer, type Exchange, readExchange } from './exchange.ts';
import type { Route } from './route.ts';

type Router = (exchange: Exchange) => Route;

/** Answers one request: finds its operation, plays the fault that is due, logs the call. */
export async function answerRequest(
  state: State,
  router: Router,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = await readExchange(request);
  const date = state.clock.dateHeader();
  if (exchange === null) {
    await deliver(response, { status: 413, headers: { Connection: 'close' }, body: '' }, null, date);
    return;
  }
  const foreign = foreignHostAnswer(exchange, state.alsoAs);
  if (foreign !== null) {
    await deliver(response, foreign, null, date);
    return;
  }
  const control = await controlAnswer(state, exchange);
  if (control !== null) {
    await deliver(response, control, null, date);
    return;
  }
  const route = router(exchange);
  const fault = state.faults.take(route.service, route.operation);
  const call = openCall(route, fault, state.clock.now());
  state.calls.push(call);
  const answer = await answerOf(route, exchange, fault, call);
  if (answer !== null) {
    call.status = answer.status;
    await deliver(response, answer, fault, date);
  } else if (fault?.kind === 'reset') {
    reset(response);
  }
}

/** Null where nothing is to be sent. */
async function answerOf(
  route: Route,
  exchange: Exchange,
  fault: Fault | null,
  call: OpenCall,
): Promise<Answer | null> {
  if (fault?.kind === 'hang' || (fault?.kind === 'reset' && fault.handled !== true)) {
    return null;
  }
  const staged = fault === null ? null : faultAnswer(fault, route.service, route.operation);
  const answer = staged ?? (await route.handle(exchange, call));
  return fault?.kind === 'reset' ? null : answer;
}

function openCall(route: Route, fault: Fault | null, at: number): OpenCall {
  const { service, operation } = route;
  return { service, operation, status: 0, code: null, at, principal: null, fault: fault?.kind ?? null };
}
