import type { Http } from '../../../ports/http.ts';
import type { RunCall } from './call.ts';
import type { ClockSkew } from '../failure/clock-skew.ts';
import type { AwsInput } from './aws-input.ts';
import { runCall } from './run-call.ts';
import type { CallTools } from './call-tools.ts';

/** What makes the calls of one process, over one transport. */
export function callRunner(input: AwsInput, http: Http, skew: ClockSkew): RunCall {
  const { clock, random, report, terminal } = input;
  const tools: CallTools = {
    http,
    clock,
    random,
    skew,
    home: input.home,
    deadline: () => input.deadline?.() ?? Number.POSITIVE_INFINITY,
    busy: (what) => report.busy(what),
    debug: (message) => report.debug(message),
    slow: (message) => {
      if (terminal.available) {
        terminal.say(`  ${message}`);
      }
    },
  };
  return (call) => runCall(call, tools);
}
