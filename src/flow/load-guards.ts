import { type Guards, NO_GUARDS } from '../core/guards.ts';
import { parseGuards } from '../core/guards-text.ts';
import { AwscredError } from '../errors.ts';
import type { Session } from './session.ts';
import type { SettingsPorts } from './settings.ts';

/** The guards of `config.ini`. AwscredError SETTINGS, with the line, where one is not understood. */
export function loadGuards({ settingsFile }: Pick<SettingsPorts, 'settingsFile'>): Guards {
  const text = settingsFile.read();
  return text === null ? NO_GUARDS : parseGuards(text, settingsFile.path);
}

/** The same, or why they are not understood: for what hands out no credentials. */
export function guardsOrFault(session: Pick<Session, 'guards'>): Guards | AwscredError {
  try {
    return session.guards();
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}
