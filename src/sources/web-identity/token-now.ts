import { claimsOf, LONGEST_TOKEN } from '../../core/jwt.ts';
import { tokenWords } from '../../core/plan/identity-token.ts';
import type { Setting, WebIdentityStep } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';

type Needed = Pick<Ports, 'clock' | 'environment' | 'files' | 'http' | 'processes'>;

/** Programs of CIs answer at once; one that hangs is ended. */
const PROGRAM_MS = 60_000;

/** A token for one call, trimmed. AwscredError CONFIG where there is none, REFUSED for one that has ended. */
export async function tokenNow(step: WebIdentityStep, ports: Needed): Promise<Secret> {
  const text = (await textOf(step, ports)).trim();
  const claims = claimsOf(text);
  const what = printable(tokenWords(step.token), 200);
  if (text === '' || claims === null || text.length > LONGEST_TOKEN) {
    const why = text === '' ? 'is empty' : 'is not a JSON Web Token';
    throw new AwscredError('CONFIG', `profile ${named(step)}: ${what} ${why}`, { at: settingOf(step) });
  }
  const now = ports.clock.now();
  if (claims.expiresAt !== null && claims.expiresAt <= now) {
    const ago = showDuration(now - claims.expiresAt);
    throw new AwscredError('REFUSED', `profile ${named(step)}: ${what} expired ${ago} ago`, {
      at: settingOf(step),
      hints: ['whoever writes it has to renew it; a CI’s token lasts for a few minutes or for the job'],
    });
  }
  return new Secret(text);
}

async function textOf(step: WebIdentityStep, ports: Needed): Promise<string> {
  const { token } = step;
  switch (token.how) {
    case 'file':
      return fileText(token.path, step, ports);
    case 'variable':
      return variableText(token, step, ports);
    case 'github':
      return (await import('./github-token.ts')).githubToken(token.audience, step, ports);
    case 'program':
      return ports.processes.run(token.line, { timeoutMs: PROGRAM_MS });
  }
}

function fileText(path: string, step: WebIdentityStep, { files }: Needed): string {
  try {
    const text = files.read(path);
    if (text !== null) {
      return text;
    }
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    throw new AwscredError('CONFIG', `profile ${named(step)}: ${error.message}`, {
      at: settingOf(step),
      cause: error,
    });
  }
  throw new AwscredError('CONFIG', `profile ${named(step)}: there is no token file ${printable(path, 200)}`, {
    at: settingOf(step),
  });
}

function variableText(
  token: { readonly provider: string; readonly name: string },
  step: WebIdentityStep,
  { environment }: Needed,
): string {
  const text = environment.get(token.name);
  if (text === null) {
    const hint = VARIABLE_HINTS.get(token.provider);
    throw new AwscredError(
      'CONFIG',
      `profile ${named(step)}: ${token.name} is not set: this is no job of ${token.provider} that has a token`,
      { at: settingOf(step), hints: hint === undefined ? [] : [hint] },
    );
  }
  return text;
}

const VARIABLE_HINTS = new Map([
  ['GitLab', 'give the job `id_tokens:` with that name and an `aud`'],
  ['CircleCI', 'give the job a context: CircleCI makes tokens only then'],
  ['Bitbucket', 'give the step `oidc: true`'],
]);

/** The line that asks for the token. */
export function settingOf({ settings }: WebIdentityStep): Setting | null {
  return settings['web_identity_token_file'] ?? settings['awscred_web_identity'] ?? null;
}

export function named({ profile }: WebIdentityStep): string {
  return printable(profile, 80);
}
