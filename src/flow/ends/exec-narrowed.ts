import { commandLine } from '../../core/live/command-line.ts';
import { narrowConfigText } from '../../core/live/live-config.ts';
import { LIVE_PROFILE } from '../../core/live/live-variables.ts';
import type { Plan } from '../../core/plan/step.ts';
import type { Exports } from '../../outputs/output.ts';
import { variablesOf } from '../../outputs/variables-of.ts';
import type { Ports } from '../../ports/index.ts';
import type { Run } from '../line/run.ts';
import type { LivePorts } from './exec-live.ts';

interface NarrowedChild {
  readonly plan: Plan;
  readonly exports: Exports;
  readonly command: readonly string[];
}

/** Other ways to credentials that variables name. */
const OTHER_WAYS = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'];

/** Some tools take no keys from variables where AWS_PROFILE is set: the profile gives the same ones. No secret is in it. */
const SCRIPT = `printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}\\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_CREDENTIAL_EXPIRATION"\n`;

/**
 * Runs a command with narrowed credentials and nothing that names another way to some: a private config of one profile,
 * no credentials file, no settings of awscred, no bus, and a session keyring of its own (docs/exec.md, "exec --scope").
 */
export async function execNarrowed(
  run: Run,
  { files }: Pick<LivePorts, 'files'>,
  { plan, exports, command }: NarrowedChild,
): Promise<number> {
  const { children, environment, files: disk } = run.ports;
  const text = disk.read(run.config().configFile.path) ?? '';
  const file = files.create(
    (folder) => {
      const line =
        environment.platform === 'win32'
          ? null
          : commandLine(['/bin/sh', `${folder}/credentials.sh`], environment.platform);
      return narrowConfigText(text, { profile: plan.profile, region: plan.region?.value ?? null, line });
    },
    { credentials: '', 'credentials.sh': SCRIPT },
  );
  try {
    const set = new Map<string, string | null>([
      ['AWS_CONFIG_FILE', file.path],
      ['AWS_SHARED_CREDENTIALS_FILE', `${file.folder}/credentials`],
      ['AWS_PROFILE', LIVE_PROFILE],
      ['AWS_SDK_LOAD_CONFIG', '1'],
      ['AWS_EC2_METADATA_DISABLED', 'true'],
      // Without the variable, clients look for the bus in the runtime folder.
      ['DBUS_SESSION_BUS_ADDRESS', 'disabled:'],
      ...OTHER_WAYS.map((name) => [name, null] as const),
    ]);
    return await children.start(
      await inOwnKeyring(run.ports, command),
      new Map([...variablesOf(exports), ...set]),
      (name) => name.startsWith('AWSCRED_'),
    );
  } finally {
    file.remove();
  }
}

/** keyctl tells on stderr which keyring it has joined, which is not the command's. */
const IN_KEYRING = `exec 3>&2; exec "$0" session - /bin/sh -c 'exec "$@" 2>&3 3>&-' sh "$@" 2>/dev/null`;

/** The command behind `keyctl session`, where there is keyctl and the kernel lets it. */
async function inOwnKeyring(
  { environment, processes }: Pick<Ports, 'environment' | 'processes'>,
  command: readonly string[],
): Promise<readonly string[]> {
  if (environment.platform !== 'linux') {
    return command;
  }
  const tried = await processes.ended([KEYCTL, 'session', '-', '/bin/true'], { timeoutMs: 2000 });
  const works = tried.how === 'ended' && tried.status === 0;
  return works ? ['/bin/sh', '-c', IN_KEYRING, KEYCTL, ...command] : command;
}

const KEYCTL = '/usr/bin/keyctl';
