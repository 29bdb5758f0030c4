import { printable, tilde } from '../../core/text/printable.ts';
import type { Migrated, StoreKind, Upkeep } from '../../ports/store/upkeep.ts';
import type { Run } from '../line/run.ts';
import { setSetting, type SettingsPorts } from '../set-up/settings.ts';

interface MigrateRequest {
  readonly run: Run;
  readonly upkeep: Upkeep;
  readonly settingsPorts: SettingsPorts;
  readonly to: StoreKind;
}

/** `store migrate`: moves everything and sets `store`. Returns what was done, and the sentence for it. */
export async function migrate(request: MigrateRequest): Promise<{ migrated: Migrated; sentence: string }> {
  const { run, upkeep, settingsPorts, to } = request;
  const { report, environment } = run.ports;
  let hidden: string | null = null;
  const migrated = await upkeep.migrate(to, () => {
    hidden = setSetting('store', to, settingsPorts);
  });
  const place = to === 'file' ? 'the encrypted file' : 'the keychain';
  if (migrated.already) {
    return { migrated, sentence: `everything is in ${place} already; nothing was changed` };
  }
  if (migrated.damaged > 0) {
    report.warn(`${count(migrated.damaged)} could not be read; awscred will obtain them again`);
  }
  warnOfVariable(hidden, to, run);
  const path = printable(tilde(settingsPorts.settingsFile.path, environment.home));
  return {
    migrated,
    sentence: `${count(migrated.moved)} moved to ${place}; store = ${to} is set in ${path}`,
  };
}

function warnOfVariable(hidden: string | null, to: StoreKind, { ports }: Run): void {
  if (hidden !== null && ports.environment.get(hidden) !== to) {
    ports.report.warn(`${hidden} is set in this shell and overrides the file; nothing is left in that store`);
    ports.report.hint(`unset ${hidden}`);
  }
}

function count(items: number): string {
  return `${items} ${items === 1 ? 'item' : 'items'}`;
}
