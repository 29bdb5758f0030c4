import type { Site } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import type { Ports } from '../../ports/index.ts';

/** One request to a service that no client of the SDK serves. */
export interface ServiceRequest {
  /** For `--debug`, and no secret: `signin CreateOAuth2Token`. */
  readonly name: string;
  readonly site: Pick<Site, 'caBundle' | 'override'>;
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Made anew for each try. */
  headers(): Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether it carries a secret that is good in anybody's hands. */
  readonly bearer: boolean;
  /** Whether it may be sent again where the service may have seen it. */
  readonly repeats: boolean;
}

const TRIES = 3;
const TRY_MS = 15_000;

/**
 * The answer, whatever its status; 429 and 5xx are tried again where that does no harm. AwscredError NETWORK where none
 * came.
 */
export async function askService(
  request: ServiceRequest,
  ports: Pick<Ports, 'clock' | 'http' | 'report'>,
): Promise<HttpAnswer> {
  const done = ports.report.busy(`${request.name}: waiting for ${request.url.hostname}`);
  try {
    return await repeated(request, ports);
  } finally {
    done();
  }
}

async function repeated(
  request: ServiceRequest,
  ports: Pick<Ports, 'clock' | 'http' | 'report'>,
): Promise<HttpAnswer> {
  for (let tries = 1; ; tries += 1) {
    const told = await tried(request, ports);
    const what = told instanceof HttpFailure ? `${told.kind}: ${told.what}` : String(told.status);
    ports.report.debug(`${request.name}, try ${tries}: ${what}`);
    if (tries === TRIES || !isWorthAnother(told, request)) {
      if (told instanceof HttpFailure) {
        throw unreachable(request, told, tries);
      }
      return told;
    }
    await ports.clock.sleep(250 * 2 ** tries);
  }
}

function isWorthAnother(told: HttpAnswer | HttpFailure, { repeats }: ServiceRequest): boolean {
  if (told instanceof HttpFailure) {
    return told.kind !== 'certificate' && told.kind !== 'redirect' && (repeats || !told.sent);
  }
  // A refusal by load uses nothing up.
  return told.status === 429 || (told.status >= 500 && repeats);
}

async function tried(request: ServiceRequest, ports: Pick<Ports, 'http'>): Promise<HttpAnswer | HttpFailure> {
  const http = await ports.http();
  const { site, url, method, body, bearer } = request;
  try {
    return await http.send({
      url,
      method,
      headers: request.headers(),
      body,
      caBundle: site.caBundle,
      origin: {
        words: site.override === null ? null : (site.override.from ?? 'endpoint_url'),
        at: site.override,
      },
      bearer,
      totalMs: TRY_MS,
      nameMs: TRY_MS,
      opening: null,
    });
  } catch (error) {
    if (error instanceof HttpFailure) {
      return error;
    }
    throw error;
  }
}

function unreachable({ url }: ServiceRequest, failure: HttpFailure, tries: number): AwscredError {
  const count = tries === 1 ? '1 try' : `${tries} tries`;
  return new AwscredError('NETWORK', `cannot reach ${printable(url.host, 80)}: ${failure.what} (${count})`, {
    cause: failure,
  });
}
