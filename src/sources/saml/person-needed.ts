import type { SamlStep } from '../../core/plan/step.ts';
import { pasteable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { PersonNeeded, RunContext } from '../source.ts';
import { keptAssertion } from './kept-assertion.ts';
import { browserFolder, signInLock, signInName } from './sign-in-key.ts';

/** Many processes that find nobody signed in are not to start a browser each, one after the other. */
const IN_VAIN_MS = 60_000;

/** Whether running the step would need a window that cannot be shown here. */
export async function personNeeded(step: SamlStep, context: RunContext): Promise<PersonNeeded | null> {
  const { ports, request, settings } = context;
  if (request.samlResponse !== null || windowHere(context) === null) {
    return null;
  }
  const inVain = (await ports.signInBrowser.neededPersonAt(browserFolder(step))) ?? 0;
  const canTry = settings.samlWindow !== 'show' && ports.clock.now() - inVain > IN_VAIN_MS;
  if (canTry || (await keptAssertion(step, ports)) !== null) {
    return null;
  }
  return { error: noWindow(step, context), lock: signInLock(step) };
}

/** Why no window may be shown here; null where one may. As for other sign-ins: a person who is here has asked for it. */
export function windowHere({ ports, request, settings }: RunContext): string | null {
  const { terminal, signInBrowser } = ports;
  if (settings.samlWindow === 'hide') {
    return 'saml_window = hide shows none';
  }
  if (request.noBrowser || request.asking === 'never') {
    return request.noBrowser ? '--no-browser shows none' : 'prompts are switched off';
  }
  if (!['login', 'browser'].includes(request.asking) && !terminal.available) {
    return terminal.absence;
  }
  return signInBrowser.noWindow;
}

export function noWindow(step: SamlStep, context: RunContext): AwscredError {
  const why = windowHere(context) ?? 'nobody allowed it';
  return new AwscredError(
    'NEEDS_LOGIN',
    `the sign-in at ${signInName(step)} needs a person in a browser window, and ${why}`,
    {
      hints: [
        `run \`${pasteable('awscred login', step.profile, 'PROFILE')}\` where a window can be shown`,
        'without one: --saml-response FILE takes what the page would post to AWS (docs/saml.md)',
      ],
      at: step.settings['awscred_saml_url'] ?? step.settings['google_config.google_idp_id'] ?? null,
    },
  );
}
