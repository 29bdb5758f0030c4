import { liveConfigText } from '../../core/live/live-config.ts';
import { liveLine } from '../../core/live/live-line.ts';
import { LIVE_BEFORE, LIVE_FILE, LIVE_PROFILE } from '../../core/live/live-variables.ts';
import type { Plan } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Exports } from '../../outputs/output.ts';
import { liveVariablesOf } from '../../outputs/variables-of.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Ports } from '../../ports/index.ts';
import type { LiveFiles } from '../../ports/files/live-files.ts';
import type { Run } from '../line/run.ts';

/** What `exec --live` needs besides a run. */
export interface LivePorts {
  /** The words that start awscred, by full paths. */
  readonly program: readonly string[];
  readonly files: LiveFiles;
}

interface LiveChild {
  readonly plan: Plan;
  readonly exports: Exports;
  readonly command: readonly string[];
}

/**
 * Runs a command whose AWS tools ask awscred anew whenever their credentials end: through a private config file of one
 * profile, which is there as long as the command runs.
 */
export async function execLive(run: Run, { program, files }: LivePorts, child: LiveChild): Promise<number> {
  const { children } = run.ports;
  const { plan, exports, command } = child;
  refuseKeys(run);
  const { profile } = plan;
  const fixed = fixedPaths(run.ports);
  const line = liveLine({ program, profile, request: run.request, environment: fixed });
  const text = run.ports.files.read(run.config().configFile.path) ?? '';
  const file = files.create(liveConfigText(text, { profile, region: plan.region?.value ?? null, line }));
  try {
    const set = new Map([
      ['AWS_CONFIG_FILE', file.path],
      ['AWS_PROFILE', LIVE_PROFILE],
      [LIVE_FILE, file.path],
      // Older SDKs read no config file without it.
      ['AWS_SDK_LOAD_CONFIG', '1'],
    ]);
    const before = fixed.get('AWS_CONFIG_FILE');
    return await children.start(
      command,
      new Map([...liveVariablesOf(exports), ...set, [LIVE_BEFORE, before]]),
    );
  } finally {
    file.remove();
  }
}

/** The child may be in another folder than we: a relative path is made a full one. */
function fixedPaths({ environment, files }: Pick<Ports, 'environment' | 'files'>): Environment {
  const isRelative = (path: string): boolean => !/^(?:[/~$\\]|[A-Za-z]:[\\/])/.test(path);
  const get = (name: string): string | null => {
    const value = environment.get(name);
    return value !== null && PATHS.includes(name) && isRelative(value)
      ? `${files.currentFolder() ?? ''}/${value}`
      : value;
  };
  return { ...environment, get };
}

const PATHS = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CA_BUNDLE', 'AWSCRED_PASSPHRASE_FILE'];

/** Keys of the credentials file come before any `credential_process`. */
function refuseKeys(run: Run): void {
  const config = run.config();
  const { path } = config.credentialsFile;
  const own = [...(config.profiles.get(LIVE_PROFILE)?.properties.values() ?? [])];
  const there = own.find(({ file }) => file === path);
  if (there !== undefined) {
    throw new AwscredError('CONFIG', `[${LIVE_PROFILE}] in ${printable(path)} would win over exec --live`, {
      at: there,
      hints: ['rename that section, or run exec without --live'],
    });
  }
}
