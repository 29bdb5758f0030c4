import type { Config } from '../../core/aws-files/config-model.ts';
import { AwscredError } from '../../errors.ts';
import type { Machine } from '../../ports/machine.ts';
import type { Upkeep } from '../../ports/store/upkeep.ts';
import type { Run } from '../line/run.ts';
import { loadSettings, type SettingsPorts } from '../set-up/settings.ts';
import type { Finding, Seen, Status } from './check.ts';
import { CHECKS } from './checks.ts';

interface DoctorRequest {
  readonly run: Run;
  readonly upkeep: Upkeep;
  readonly machine: Machine;
  readonly rotations: readonly string[];
  readonly settingsPorts: SettingsPorts;
}

/** A check with what it has seen; its status is that of its worst finding. */
export interface Checked {
  readonly id: string;
  readonly status: Status;
  readonly findings: readonly Finding[];
}

/** Inspects everything and changes nothing. Offline: makes no call, starts no program, asks nobody. */
export async function doctor(request: DoctorRequest): Promise<readonly Checked[]> {
  const { run, upkeep, machine, rotations, settingsPorts } = request;
  const seen: Seen = {
    run,
    machine,
    rotations,
    config: configOf(run),
    inspection: await upkeep.inspect(),
    settingsWarnings: loadSettings(settingsPorts).warnings,
  };
  return CHECKS.map((check) => {
    const findings = check.run(seen);
    return { id: check.id, status: worst(findings), findings };
  });
}

function configOf(run: Run): Config | AwscredError {
  try {
    return run.config();
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}

function worst(findings: readonly Finding[]): Status {
  const has = (status: Status): boolean => findings.some((finding) => finding.status === status);
  return has('fail') ? 'fail' : has('warn') ? 'warn' : 'ok';
}
