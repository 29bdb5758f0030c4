import type { Credentials } from '../../core/credentials.ts';
import type { ContainerStep } from '../../core/plan/step.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import type { Ports } from '../../ports/index.ts';
import type { RunContext } from '../source.ts';
import { askMachine, textOfAnswer } from './ask-machine.ts';
import { ADDRESS_VARIABLES } from './container-address.ts';
import { metadataCredentials, refusalWords } from './metadata-answer.ts';

/** ECS and EKS answer at once; the second try is for an agent that starts again. */
const PATIENCE = { timeoutMs: 2000, attempts: 2 };
const ALL_MS = 4300;

/** Asks the container's endpoint once for its credentials. */
export async function askContainer(step: ContainerStep, { ports }: RunContext): Promise<Credentials> {
  if (step.url === null) {
    throw fault('CONFIG', step, `neither ${ADDRESS_VARIABLES} is set: this is no ECS task and no EKS pod`);
  }
  const token = tokenIn(step, ports);
  const { status, text } = await answerFrom(step, step.url, token, ports);
  if (status !== 200) {
    throw fault('REFUSED', step, `${hostOf(step)} refused (${status})${refusalWords(text)}`);
  }
  const read = metadataCredentials(text, ports.clock.now());
  if (typeof read === 'string') {
    throw fault('REFUSED', step, `${hostOf(step)} ${read}`);
  }
  return read;
}

async function answerFrom(
  step: ContainerStep,
  url: string,
  token: string | null,
  ports: Ports,
): Promise<{ readonly status: number; readonly text: string }> {
  const call = {
    method: 'GET',
    url,
    headers: { Accept: 'application/json', ...(token === null ? {} : { Authorization: token }) },
    name: `container GetCredentials at ${hostOf(step)}`,
    origin: { words: step.from, at: null },
  } as const;
  try {
    const answer = await askMachine(call, { ...PATIENCE, until: ports.clock.now() + ALL_MS }, ports);
    return { status: answer.status, text: textOfAnswer(answer) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) {
      throw error;
    }
    throw fault('NETWORK', step, `${hostOf(step)} (${step.from ?? ''}) gave no answer: ${error.what}`);
  }
}

/** Read at each call: the file of a pod is replaced while it runs. Its last line feeds are not the token's. */
function tokenIn(
  { token, ...step }: ContainerStep,
  ports: Pick<Ports, 'environment' | 'files'>,
): string | null {
  if (token === null) {
    return null;
  }
  const name = token.file === null ? token.from : `${token.from} ${printable(token.file, 200)}`;
  if (token.file !== null && !/^(?:\/|[A-Za-z]:[\\/])/.test(token.file)) {
    throw fault('CONFIG', step, `${name} is a relative path: it would depend on the current folder`);
  }
  const text = token.file === null ? ports.environment.get(token.from) : ports.files.read(token.file);
  if (text === null) {
    throw fault('CONFIG', step, `the file of ${name} does not exist`);
  }
  const trimmed = text.replace(/[\r\n]+$/, '');
  if (trimmed === '') {
    throw fault('CONFIG', step, `the token of ${name} is empty`);
  }
  // A line feed inside would be another header.
  if (!/^[ -~]+$/.test(trimmed)) {
    throw fault('CONFIG', step, `the token of ${name} has a line break or a character that no header takes`);
  }
  return trimmed;
}

function hostOf({ url }: Pick<ContainerStep, 'url'>): string {
  return printable(new URL(url ?? '').host, 100);
}

type Place = Pick<ContainerStep, 'profile' | 'settings'>;

function fault(code: ErrorCode, step: Place, what: string): AwscredError {
  const [setting] = Object.values(step.settings);
  return new AwscredError(code, `profile ${quoted(step.profile)}: container credentials: ${what}`, {
    at: setting ?? null,
  });
}
