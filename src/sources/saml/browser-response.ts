import type { Secret } from '../../core/secret.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import { lockWait } from '../../protocols/together/lock-wait.ts';
import type { RunContext } from '../source.ts';
import { noWindow, windowHere } from './person-needed.ts';
import { browserFolder, signInName } from './sign-in-key.ts';

/** Brings the provider's answer: without a window where nobody is needed, else in one. One browser at a time uses a folder. */
export async function browserResponse(step: SamlStep, context: RunContext): Promise<Secret> {
  const { ports, request, settings } = context;
  const lock = { ...lockWait(ports, request), besideAsking: false };
  return ports.locks.withLock(`browser:${browserFolder(step)}`, lock, async () => {
    const silent = settings.samlWindow === 'show' ? null : await tried(step, context);
    return silent ?? shown(step, context);
  });
}

async function tried(step: SamlStep, context: RunContext): Promise<Secret | null> {
  const done = context.ports.report.busy(`signing in at ${signInName(step)}`);
  try {
    return await bring(step, context, false);
  } finally {
    done();
  }
}

async function shown(step: SamlStep, context: RunContext): Promise<Secret> {
  const { ports, request } = context;
  if (windowHere(context) !== null) {
    throw noWindow(step, context);
  }
  const where = signInName(step);
  return ports.locks.whileAsking('sign-in', async () => {
    // Only a command that a person typed here opens a window unasked.
    if (
      request.asking === 'ask' &&
      !(await ports.terminal.confirm(`Open a browser to sign in at ${where}?`, true))
    ) {
      throw new AwscredError('REFUSED', `nobody wanted to sign in at ${where}`);
    }
    ports.terminal.say(`awscred: sign in at ${where} in the browser window`);
    const response = await bring(step, context, true);
    if (response === null) {
      throw noWindow(step, context);
    }
    return response;
  });
}

async function bring(
  step: SamlStep,
  { ports, settings }: RunContext,
  window: boolean,
): Promise<Secret | null> {
  return ports.signInBrowser.samlResponse({
    url: step.url,
    folder: browserFolder(step),
    window,
    program: settings.samlBrowser,
    timeoutMs: settings.samlTimeout * 1000,
  });
}
