import type { StderrReport } from '../adapters/report/stderr-report.ts';
import type { Config } from '../core/aws-files/config-model.ts';
import type { Request } from '../core/plan/request.ts';
import type { Settings } from '../core/settings/settings.ts';
import { accountNamer } from '../flow/line/account-names.ts';
import { loadConfig } from '../flow/line/load-config.ts';
import type { Run } from '../flow/line/run.ts';
import { guardsReader } from '../flow/set-up/load-guards.ts';
import { type Guards, withAllowed } from '../core/settings/guards.ts';
import { withJob } from '../core/aws-files/job-profile.ts';
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
  const guards = withAllowedAccounts(request, guardsReader(settingsPorts));
  return {
    ports,
    settings,
    request,
    config: jobReader(request, ports, configReader(ports, report)),
    guards,
    accountName: accountNamer(ports, guards),
  };
}

/** The files' profiles and that of a job without one, which is made once. */
function jobReader({ job }: Request, { environment }: Ports, read: () => Config): () => Config {
  let config: Config | null = null;
  return () => {
    config ??= job === null ? read() : withJob(read(), job, environment);
    return config;
  };
}

/** `--allowed-account-ids` is one guard more: it only tightens. */
function withAllowedAccounts({ allowedAccountIds: ids }: Request, read: () => Guards): () => Guards {
  return () => (ids.length === 0 ? read() : withAllowed(read(), ids));
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
