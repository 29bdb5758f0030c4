import { type Guards, NO_GUARDS } from '../../core/settings/guards.ts';
import { parseGuards } from '../../core/settings/guards-text.ts';
import { AwscredError } from '../../errors.ts';
import type { Run } from '../line/run.ts';
import type { SettingsPorts } from './settings.ts';

/**
 * The guards of `config.ini`, read once, so that a run uses one version of the file. AwscredError SETTINGS,
 * with the line, where one is not understood.
 */
export function guardsReader({ settingsFile }: Pick<SettingsPorts, 'settingsFile'>): () => Guards {
  let guards: Guards | null = null;
  return () => {
    const text = guards === null ? settingsFile.read() : null;
    guards ??= text === null ? NO_GUARDS : parseGuards(text, settingsFile.path);
    return guards;
  };
}

/** The same, or why they are not understood: for commands that hand out no credentials. */
export function guardsOrFault(run: Pick<Run, 'guards'>): Guards | AwscredError {
  try {
    return run.guards();
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}
