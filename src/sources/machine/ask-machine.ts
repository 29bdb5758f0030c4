import type { HttpAnswer } from '../../ports/http.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import type { Ports } from '../../ports/index.ts';

export interface MachineCall {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For `--debug`, and no secret: `instance GetToken`. */
  readonly name: string;
  /** The variable or key that names the endpoint, for a refusal of the transport; null where it is AWS's. */
  readonly origin: {
    readonly words: string | null;
    readonly at: { file: string | null; line: number | null } | null;
  };
}

export interface Patience {
  /** Of one try. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** No try goes on beyond this, epoch milliseconds. */
  readonly until: number;
}

/** One call to an endpoint of this machine, tried again where no answer came or a 5xx did. Throws HttpFailure. */
export async function askMachine(
  call: MachineCall,
  patience: Patience,
  ports: Pick<Ports, 'http' | 'clock' | 'report'>,
): Promise<HttpAnswer> {
  let failure = new HttpFailure('silent', 'no answer in time');
  for (let attempt = 1; attempt <= patience.attempts; attempt += 1) {
    const left = patience.until - ports.clock.now();
    if (left <= 0) {
      break;
    }
    const told = await tried(call, Math.min(patience.timeoutMs, left), ports);
    const what = told instanceof HttpFailure ? `${told.kind}: ${told.what}` : String(told.status);
    ports.report.debug(`${call.name}, try ${attempt}: ${what}`);
    if (!(told instanceof HttpFailure)) {
      return told;
    }
    failure = told;
  }
  throw failure;
}

async function tried(
  call: MachineCall,
  timeoutMs: number,
  ports: Pick<Ports, 'http' | 'report'>,
): Promise<HttpAnswer | HttpFailure> {
  const http = await ports.http();
  const done = ports.report.busy(`waiting for ${call.name}`);
  try {
    const answer = await http.send({
      method: call.method,
      url: new URL(call.url),
      headers: call.headers,
      body: null,
      caBundle: null,
      origin: call.origin,
      // The token is this endpoint's own: the variables that name the one name the other.
      bearer: false,
      totalMs: timeoutMs,
      nameMs: timeoutMs,
      opening: null,
    });
    return answer.status >= 500
      ? new HttpFailure('server', `status ${answer.status}`, { sent: true })
      : answer;
  } catch (error) {
    if (error instanceof HttpFailure) {
      return error;
    }
    throw error;
  } finally {
    done();
  }
}

export function textOfAnswer({ body }: HttpAnswer): string {
  return Buffer.from(body).toString('utf8');
}
