import { itemAccount } from '../../core/item-account.ts';
import type { Secret } from '../../core/secret.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { lockWait } from '../../protocols/together/lock-wait.ts';
import { singleFlight } from '../../protocols/together/single-flight.ts';
import type { RunContext } from '../source.ts';
import { keepAssertion, keptAssertion } from './kept-assertion.ts';
import { noWindow, windowHere } from './person-needed.ts';
import { type ReadResponse, readResponse } from './read-response.ts';
import { browserResponse } from './browser-response.ts';
import { signInKey, signInLock } from './sign-in-key.ts';

/** A provider's answer, and whether an earlier run had obtained it. */
export interface FoundResponse extends ReadResponse {
  readonly isKept: boolean;
}

/**
 * The answer that is given (`--saml-response`), or kept, or brought by a browser: one process at a time signs in.
 * `rejected`: a kept one that AWS has just refused.
 */
export async function responseFor(
  step: SamlStep,
  context: RunContext,
  rejected: Secret | null,
): Promise<FoundResponse> {
  const { ports, request } = context;
  const given = request.samlResponse;
  if (given !== null) {
    const { givenResponse } = await import('./given-response.ts');
    return kept(await givenResponse(given, ports), step, context);
  }
  // `login` signs in anew.
  const isNew = request.refresh && request.asking === 'login';
  const began = ports.clock.now();
  const look = async (): Promise<FoundResponse | null> => {
    const found = isNew && !isSince(step, context, began) ? null : await keptAssertion(step, ports);
    return found === null || found.response.reveal() === rejected?.reveal()
      ? null
      : { ...(await readResponse(found.response, step, ports)), isKept: true };
  };
  return (
    (await look()) ??
    singleFlight(
      {
        name: signInLock(step),
        lock: lockWait(ports, request),
        look,
        refuse: async () => {
          if (windowHere(context) !== null) {
            throw noWindow(step, context);
          }
        },
        obtain: async () => kept(await browserResponse(step, context), step, context),
      },
      ports.locks,
    )
  );
}

/** Whether what is kept was obtained after this run had begun. */
function isSince(step: SamlStep, { ports }: RunContext, began: number): boolean {
  const account = itemAccount('saml', signInKey(step));
  return (ports.store.rows().find((row) => row.account === account)?.savedAt ?? 0) >= began;
}

async function kept(text: Secret, step: SamlStep, context: RunContext): Promise<FoundResponse> {
  const read = await readResponse(text, step, context.ports);
  await keepAssertion(step, read, context.ports);
  return { ...read, isKept: false };
}
