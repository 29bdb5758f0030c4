import { pasteable } from '../core/printable.ts';
import { summary } from '../core/summary.ts';
import type { Credentials } from '../core/credentials.ts';
import type { Plan } from '../core/step.ts';
import { AwscredError } from '../errors.ts';
import { exportsFor, unsetFor, type Exports } from '../outputs/exports.ts';
import { outputNamed } from '../outputs/index.ts';
import type { Output } from '../outputs/output.ts';
import { renderStatements, renderUnset } from '../outputs/render-statements.ts';
import { execute } from './execute.ts';
import { guarded } from './guarded.ts';
import { keepHot } from './keep-hot.ts';
import { pickProfile } from './pick-profile.ts';
import { planFor } from './plan-for.ts';
import type { Session } from './session.ts';
import { refuseShortAsk, refuseShortLife } from './short-life.ts';

export interface AssumeInput {
  readonly profile: string | null;
  readonly output: Output;
  /** Whether the statements would land on a screen that nobody asked them on. */
  readonly onScreen: boolean;
}

/** The statements that put a profile's credentials into a shell. */
export async function assume(session: Session, input: AssumeInput): Promise<string> {
  if (input.onScreen) {
    throw onScreen(input);
  }
  const plan = planFor(session, input.profile ?? (await pickProfile(session)));
  const credentials = await credentialsFor(session, plan);
  const text = renderStatements(input.output, exportsOf(session, plan, credentials));
  keepHot(session, plan, credentials);
  const { report, clock } = session.ports;
  report.summary(summary(plan, credentials, clock.now()));
  return text;
}

/** The `credential_process` JSON of a profile. */
export async function processAnswer(session: Session, profile: string | null): Promise<string> {
  const plan = planFor(session, profile);
  const credentials = await credentialsFor(session, plan);
  const text = renderStatements(outputNamed('process'), exportsOf(session, plan, credentials));
  keepHot(session, plan, credentials);
  return text;
}

/** The statements that undo `assume`. */
export function unset(session: Session, output: Output): string {
  return renderUnset(
    output,
    unsetFor((name) => session.ports.environment.get(name)),
  );
}

export async function credentialsFor(session: Session, plan: Plan): Promise<Credentials> {
  const { ports, request, settings } = session;
  refuseShortAsk(plan, request.minTtl);
  const credentials = await guarded(session, plan, async () => {
    const result = await execute({ plan, config: session.config(), request, settings }, ports);
    return result.credentials;
  });
  refuseShortLife(plan, request.minTtl, credentials, ports.clock.now());
  return credentials;
}

/** What leaves, for a shell or for a child's environment. */
export function exportsOf(session: Session, plan: Plan, credentials: Credentials): Exports {
  return exportsFor({
    credentials,
    profile: plan.profile,
    region: plan.region,
    regionGiven: session.request.region !== null,
    get: (name) => session.ports.environment.get(name),
  });
}

function onScreen(input: AssumeInput): AwscredError {
  const { profile } = input;
  const command = profile === null ? 'awscred assume' : pasteable('awscred assume', profile, 'PROFILE');
  return new AwscredError(
    'USAGE',
    'a program cannot change its parent shell, and this would put secrets on your screen',
    {
      hints: [`now:       ${input.output.evalLine(command)}`, `(-o ${input.output.name} prints anyway)`],
    },
  );
}
