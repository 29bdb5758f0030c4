import type { Credentials } from '../../core/credentials.ts';
import type { InstanceStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import type { RunContext } from '../source.ts';
import { askMachine, type Patience, textOfAnswer } from './ask-machine.ts';
import { instanceFault, noToken, unanswered } from './instance-fault.ts';
import { metadataCredentials } from './metadata-answer.ts';

const TOKEN = '/latest/api/token';
const ROLES = '/latest/meta-data/iam/security-credentials/';

/** The longest life of a token that the service gives; it is used at once and not kept. */
const TOKEN_SECONDS = '60';

/** All calls together, where no setting gives them more time. */
const ALL_MS = 4300;

/** Asks the metadata service for a token, the role's name and its credentials. */
export async function askInstance(step: InstanceStep, context: RunContext): Promise<Credentials> {
  if (step.disabled !== null) {
    const name = step.disabled.from ?? 'ec2_metadata_disabled';
    throw instanceFault('CONFIG', step, `${name} = true turns the metadata service off`);
  }
  const service = new MetadataService(step, context);
  const name = await service.roleName();
  const text = await service.text('GetCredentials', `${ROLES}${encodeURIComponent(name)}`);
  const read = metadataCredentials(text, context.ports.clock.now());
  if (typeof read === 'string') {
    throw instanceFault('REFUSED', step, `the metadata service ${read}`);
  }
  return read;
}

class MetadataService {
  readonly #step: InstanceStep;
  readonly #ports: RunContext['ports'];
  readonly #patience: Patience;
  /** Null under IMDSv1; undefined before it was asked for. */
  #token: string | null | undefined = undefined;

  constructor(step: InstanceStep, { ports }: RunContext) {
    this.#step = step;
    this.#ports = ports;
    const { timeoutMs, attempts } = step;
    const all = timeoutMs * attempts > 2000 ? 3 * timeoutMs * attempts : ALL_MS;
    this.#patience = { timeoutMs, attempts, until: ports.clock.now() + all };
  }

  async roleName(): Promise<string> {
    const text = await this.text('ListRoles', ROLES);
    const name = text.split('\n')[0]?.trim() ?? '';
    if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
      throw instanceFault('REFUSED', this.#step, 'the metadata service names no role', [
        'attach a role to the instance: aws ec2 associate-iam-instance-profile',
      ]);
    }
    return name;
  }

  /** What lies under a path. A token that is no longer good is replaced once. */
  async text(operation: string, path: string): Promise<string> {
    this.#token ??= await this.#newToken();
    let answer = await this.#get(operation, path);
    if (answer.status === 401 && this.#token !== null) {
      this.#token = await this.#newToken();
      answer = await this.#get(operation, path);
    }
    if (answer.status !== 200) {
      throw this.#refused(operation, answer.status);
    }
    return textOfAnswer(answer);
  }

  #refused(operation: string, status: number): Error {
    if (status === 404 && operation === 'ListRoles') {
      return instanceFault('REFUSED', this.#step, 'no role is attached to this instance', [
        'attach one: aws ec2 associate-iam-instance-profile',
      ]);
    }
    return instanceFault('REFUSED', this.#step, `the metadata service refused ${operation} (${status})`);
  }

  async #get(operation: string, path: string): Promise<HttpAnswer> {
    const token = this.#token ?? null;
    const headers = token === null ? {} : { 'x-aws-ec2-metadata-token': token };
    return this.#ask('GET', operation, path, headers).catch((error: unknown) => {
      throw error instanceof HttpFailure ? unanswered(this.#step, error) : error;
    });
  }

  /** Null where the profile allows IMDSv1 and the service knows no other. */
  async #newToken(): Promise<string | null> {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS };
    const answer = await this.#ask('PUT', 'GetToken', TOKEN, headers).catch((error: unknown) => {
      if (error instanceof HttpFailure) {
        return error;
      }
      throw error;
    });
    const token = answer instanceof HttpFailure || answer.status !== 200 ? '' : textOfAnswer(answer).trim();
    if (/^[!-~]{1,4096}$/.test(token)) {
      return token;
    }
    if (this.#step.v1 && mayBeV1(answer)) {
      return null;
    }
    throw noToken(this.#step, answer);
  }

  async #ask(
    method: 'GET' | 'PUT',
    operation: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const { endpoint, override } = this.#step;
    const call = {
      method,
      url: `${endpoint}${path}`,
      headers,
      name: `instance ${operation} at ${printable(endpoint, 100)}`,
      origin: { words: override?.from ?? null, at: override },
    };
    return askMachine(call, this.#patience, this.#ports);
  }
}

/** A service that knows no token says 403, 404 or 405, or drops what it does not know. */
function mayBeV1(answer: HttpAnswer | HttpFailure): boolean {
  return answer instanceof HttpFailure
    ? answer.sent && answer.kind !== 'server'
    : [403, 404, 405].includes(answer.status);
}
