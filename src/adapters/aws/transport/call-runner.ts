import { createHttp } from '../../http/create-http.ts';
import type { RunCall } from './call.ts';
import type { ClockSkew } from '../failure/clock-skew.ts';
import type { AwsInput } from './aws-input.ts';
import { runCall } from './run-call.ts';
import type { CallTools } from './call-tools.ts';

/** What makes the calls of one process, over one transport. Brings Node's http and TLS along: import it lazily. */
export function callRunner(input: AwsInput, skew: ClockSkew): RunCall {
  const { clock, random, report, terminal, limits, lookup } = input;
  const tools: CallTools = {
    http: createHttp({
      get: (name) => input.environment.get(name),
      plainHttp: input.plainHttp,
      onOverriddenTls: (message) => report.warn(message),
      ...(limits === undefined ? {} : { limits }),
      ...(lookup === undefined ? {} : { lookup }),
    }),
    clock,
    random,
    skew,
    home: input.environment.home,
    deadline: () => input.deadline?.() ?? Number.POSITIVE_INFINITY,
    debug: (message) => report.debug(message),
    slow: (message) => {
      if (terminal.available) {
        terminal.say(`  ${message}`);
      }
    },
  };
  return (call) => runCall(call, tools);
}
