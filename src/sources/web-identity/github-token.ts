import { parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import type { WebIdentityStep } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import type { Ports } from '../../ports/index.ts';
import { named, settingOf } from './token-now.ts';

type Needed = Pick<Ports, 'clock' | 'environment' | 'http'>;

const TRIES = 3;
const CALL_MS = 10_000;

/**
 * Asks GitHub for a token (docs/wire.md, "Tokens of CIs"). AwscredError REFUSED where the job may have none, CONFIG
 * outside a job, NETWORK where GitHub does not answer.
 */
export async function githubToken(audience: string, step: WebIdentityStep, ports: Needed): Promise<string> {
  const { environment } = ports;
  const address = environment.get('ACTIONS_ID_TOKEN_REQUEST_URL');
  const bearer = environment.get('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (address === null || bearer === null) {
    throw noPermission(step, ports);
  }
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^[!-~]+$/.test(bearer)) {
    throw new AwscredError('CONFIG', 'the variables ACTIONS_ID_TOKEN_REQUEST_… are damaged');
  }
  url.searchParams.set('audience', audience);
  const answer = await asked(url, bearer, ports);
  const token = textIn(parseJsonObject(Buffer.from(answer.body).toString('utf8')) ?? {}, 'value');
  if (answer.status !== 200 || token === null) {
    throw new AwscredError(
      'REFUSED',
      `GitHub gave no token for ${printable(audience, 80)} (status ${answer.status})`,
      {
        at: settingOf(step),
        hints: [PERMISSION],
      },
    );
  }
  return token;
}

const PERMISSION = 'give the job `permissions: id-token: write` (with `contents: read` beside it)';

function noPermission(step: WebIdentityStep, { environment }: Needed): AwscredError {
  const isJob = environment.get('GITHUB_ACTIONS') === 'true';
  const isPullRequest = environment.get('GITHUB_EVENT_NAME') === 'pull_request';
  if (!isJob) {
    return new AwscredError('CONFIG', `profile ${named(step)}: this is no job of GitHub Actions`, {
      at: settingOf(step),
    });
  }
  const fork = 'GitHub gives no token to pull requests from forks: run such jobs after a review';
  return new AwscredError('REFUSED', 'GitHub offers this job no token', {
    at: settingOf(step),
    hints: [PERMISSION, ...(isPullRequest ? [fork] : [])],
  });
}

async function asked(url: URL, bearer: string, { clock, http }: Needed): Promise<HttpAnswer> {
  const transport = await http();
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await transport.send({
        url,
        method: 'GET',
        headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/json; api-version=2.0' },
        body: null,
        caBundle: null,
        origin: { words: 'ACTIONS_ID_TOKEN_REQUEST_URL', at: null },
        bearer: true,
        totalMs: CALL_MS,
        nameMs: CALL_MS,
        opening: null,
      });
      if (answer.status < 500 || tries === TRIES) {
        return answer;
      }
    } catch (error) {
      if (!(error instanceof HttpFailure) || tries === TRIES) {
        throw error instanceof HttpFailure ? unreachable(url, error) : error;
      }
    }
    await clock.sleep(250 * 2 ** tries);
  }
}

function unreachable(url: URL, failure: HttpFailure): AwscredError {
  const message = `cannot reach ${printable(url.host, 80)} for a token: ${failure.what} (${TRIES} tries)`;
  return new AwscredError('NETWORK', message, { cause: failure });
}
