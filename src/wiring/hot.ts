import { openHotCache } from '../adapters/hot/hot-cache.ts';
import { hotSettingsFile } from '../adapters/hot/hot-settings-file.ts';
import { nodeFiles } from '../adapters/files/node-files.ts';
import type { StderrReport } from '../adapters/report/stderr-report.ts';
import { KernelKeyring } from '../adapters/store/vault/kernel-keyring.ts';
import { systemClock } from '../adapters/process/system-clock.ts';
import type { Places } from '../core/places.ts';
import type { Settings } from '../core/settings/settings.ts';
import { awsFilePaths } from '../flow/line/load-config.ts';
import type { SettingsPorts } from '../flow/set-up/settings.ts';
import type { Environment } from '../ports/environment.ts';
import type { HotCache } from '../ports/store/hot-cache.ts';

export interface Wiring {
  readonly settings: Settings;
  readonly settingsPorts: SettingsPorts;
  readonly report: StderrReport;
  readonly hot: ReturnType<typeof openHotCache>;
}

/** Stamped before anything is read, so that a later edit shows. */
export function hotOf(environment: Environment, where: Places, missed: boolean): Wiring['hot'] {
  const awsFiles = awsFilePaths({ environment, files: nodeFiles });
  const keyring = (): KernelKeyring | null => KernelKeyring.find(environment.platform);
  return openHotCache(
    {
      environment,
      stateFolder: where.stateFolder,
      paths: [...awsFiles, where.settingsFile],
      missed,
      keyring,
    },
    systemClock.now(),
  );
}

export function endingHot(ports: SettingsPorts, hot: HotCache): SettingsPorts {
  return { ...ports, settingsFile: hotSettingsFile(ports.settingsFile, hot) };
}
