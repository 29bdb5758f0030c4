import type { StderrReport } from '../adapters/report/stderr-report.ts';
import type { Config } from '../core/aws-files/config-model.ts';
import type { Request } from '../core/plan/request.ts';
import type { Settings } from '../core/settings/settings.ts';
import { accountNamer } from '../flow/line/account-names.ts';
import { loadConfig } from '../flow/line/load-config.ts';
import type { Run } from '../flow/line/run.ts';
import { guardsReader } from '../flow/set-up/load-guards.ts';
import { noteDiagnostics } from '../flow/set-up/note-diagnostics.ts';
import type { SettingsPorts } from '../flow/set-up/settings.ts';
import type { Ports } from '../ports/index.ts';

/** What one request is made of; `ports` have its deadline and its report. */
export interface RunInput {
  readonly request: Request;
  readonly settings: Settings;
  readonly settingsPorts: SettingsPorts;
  readonly ports: Ports;
  readonly report: StderrReport;
}

/** The run of one request, with a config and guards of its own: a process may make one after the other. */
export function runOf({ request, settings, settingsPorts, ports, report }: RunInput): Run {
  const guards = guardsReader(settingsPorts);
  return {
    ports,
    settings,
    request,
    config: configReader(ports, report),
    guards,
    accountName: accountNamer(ports, guards),
  };
}

/** AWS's files, read once and only when first asked for. */
function configReader(ports: Ports, report: StderrReport): () => Config {
  let config: Config | null = null;
  return () => {
    if (config === null) {
      config = loadConfig(ports);
      // Looked up only if it is shown: it needs the whole files.
      if (report.isTalkative) {
        noteDiagnostics(config, report, ports.environment.home);
      }
    }
    return config;
  };
}
