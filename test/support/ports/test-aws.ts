import { AwsRefusal } from '../../../src/errors.ts';
import type { Aws } from '../../../src/ports/aws.ts';

type Operation = keyof Aws;
type Handler = (...args: readonly unknown[]) => unknown;

/** A call that was made: its operation and its arguments. */
export interface Call {
  readonly operation: Operation;
  readonly args: readonly unknown[];
}

/** An AWS that answers what a test lays out, and keeps every call. Anything else it is asked is an error. */
export interface TestAws extends Aws {
  readonly calls: Call[];
  /** Answers of one operation, used up in order; the last one stays. A function gets the call's arguments; errors are thrown. */
  on<K extends Operation>(operation: K, ...answers: readonly Answer<K>[]): void;
  count(operation: Operation): number;
}

type Result<K extends Operation> = Awaited<ReturnType<Aws[K]>>;
export type Answer<K extends Operation> =
  | { readonly give: Result<K> }
  | { readonly fail: Error }
  | ((...args: Parameters<Aws[K]>) => Result<K> | Promise<Result<K>>);

export function testAws(): TestAws {
  const calls: Call[] = [];
  const scripts = new Map<Operation, Handler[]>();
  const own = {
    calls,
    on(operation: Operation, ...answers: readonly Answer<Operation>[]): void {
      scripts.set(operation, answers.map(handlerOf));
    },
    count: (operation: Operation) => calls.filter((call) => call.operation === operation).length,
  };
  // The operations differ in their types only, which the interface says; here they are all the same.
  return new Proxy(own, {
    get(target, name: string) {
      if (name in target) {
        return target[name as keyof typeof target];
      }
      return async (...args: readonly unknown[]) => {
        const operation = name as Operation;
        calls.push({ operation, args });
        const script = scripts.get(operation) ?? [];
        const handler = script.length > 1 ? script.shift() : script[0];
        if (handler === undefined) {
          throw new Error(`nobody expected ${operation} to be called`);
        }
        return handler(...args);
      };
    },
  }) as unknown as TestAws;
}

/** A refusal as the network layer reports it. */
export function refusal(code: string, status: number = 400, message: string = code): AwsRefusal {
  return new AwsRefusal({
    service: 'sso-oidc',
    operation: 'CreateToken',
    code,
    status,
    message,
    requestId: 'req-1',
    clockOffset: null,
  });
}

function handlerOf(answer: Answer<Operation>): Handler {
  if (typeof answer === 'function') {
    return answer as Handler;
  }
  return () => {
    if ('fail' in answer) {
      throw answer.fail;
    }
    return answer.give;
  };
}
