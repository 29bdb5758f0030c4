import { afterLive } from '../../core/live/live-variables.ts';
import { execIsLive } from '../../core/settings/guards.ts';
import { AwscredError } from '../../errors.ts';
import { summary } from '../../sources/summary.ts';
import { variablesOf } from '../../outputs/variables-of.ts';
import { credentialsFor, exportsOf } from '../line/credentials.ts';
import { noteUse } from '../line/note-use.ts';
import { planToRun } from '../line/plan-to-run.ts';
import type { LivePorts } from './exec-live.ts';
import type { Run } from '../line/run.ts';

interface ExecInput {
  readonly profile: string | null;
  /** Empty: the user's shell. */
  readonly command: readonly string[];
  /** `--live`; the setting `exec = live` asks for the same. */
  readonly isLive: boolean;
  /** Loaded for a live child only. */
  readonly live: () => Promise<LivePorts>;
}

/** Runs a command with the credentials as plain variables, or live; the child's status is ours. */
export async function exec(run: Run, input: ExecInput): Promise<number> {
  const { children, environment, report, clock } = run.ports;
  refuseLive(run, input);
  const profile =
    input.profile ??
    (input.command.length === 0
      ? await (await import('../list/pick-profile.ts')).pickProfile(run, 'awscred exec PROFILE')
      : null);
  const { plan, credentials } = await credentialsFor(run, await planToRun(run, profile));
  const exports = exportsOf(run, plan, credentials);
  const command = input.command.length > 0 ? input.command : [environment.get('SHELL') ?? '/bin/sh'];
  noteUse(run, plan.profile);
  report.summary(summary(plan, credentials, clock.now(), run.accountName));
  if (run.request.scopes.length > 0) {
    const { execNarrowed } = await import('./exec-narrowed.ts');
    return execNarrowed(run, await input.live(), { plan, exports, command });
  }
  if (input.isLive || execIsLive(plan.profile, run.guards())) {
    const { execLive } = await import('./exec-live.ts');
    return execLive(run, await input.live(), { plan, exports, command });
  }
  return children.start(command, new Map([...variablesOf(exports), ...afterLive(environment)]));
}

function refuseLive({ request }: Run, { isLive }: ExecInput): void {
  if (isLive && request.scopes.length > 0) {
    throw new AwscredError(
      'USAGE',
      '--live and --scope do not go together: a live child asks awscred itself',
      {
        hints: ['without --live the child has narrowed credentials alone, until they end'],
      },
    );
  }
}
