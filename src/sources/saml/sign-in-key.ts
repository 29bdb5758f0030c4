import { createHash } from 'node:crypto';
import type { SamlStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';

type SignInAt = Pick<SamlStep, 'url' | 'user'>;

/** Key of the kept assertion: one page and one person have one sign-in, whichever roles it is for. */
export function signInKey({ url, user }: SignInAt): string {
  return JSON.stringify({ url, user });
}

export function signInLock(step: SignInAt): string {
  return `saml:${digest(signInKey(step))}`;
}

/** The browser's folder: a provider's pages share a sign-in, two people at it do not. */
export function browserFolder({ url, user }: SignInAt): string {
  return digest(JSON.stringify([new URL(url).origin, user]));
}

/** The provider as sentences name it. */
export function signInName({ url, user }: SignInAt): string {
  const host = printable(URL.canParse(url) ? new URL(url).host : url, 80);
  return user === null ? host : `${host} as ${printable(user, 60)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
