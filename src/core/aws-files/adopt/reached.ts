import type { Profile } from '../config-model.ts';
import { followedProfile } from './own-command.ts';
import { CREDENTIAL_KEYS, keyOfTwin } from './twins.ts';

/**
 * Whether AWS's own tools get a profile's credentials from awscred: it is adopted, or its `credential_process` asks
 * awscred for another one; and nothing that they would take first stands beside that line.
 */
export function isReachedThroughAwscred({ properties, adopted, credentialsKeys }: Profile): boolean {
  const keys = [...properties.keys()];
  if (credentialsKeys !== null || keys.some((key) => keyOfTwin(key) !== null)) {
    return false;
  }
  const line = properties.get('credential_process')?.value;
  const isAlone = keys.every((key) => key === 'credential_process' || !CREDENTIAL_KEYS.has(key));
  return adopted !== null || (isAlone && typeof line === 'string' && followedProfile(line) !== null);
}
