import type { Variables } from '../../core/variables.ts';

/** The session token of the environment's keys, by either of its names; null for none. */
export function environmentToken(variables: Variables): string | null {
  return variables.get('AWS_SESSION_TOKEN') ?? variables.get('AWS_SECURITY_TOKEN');
}
