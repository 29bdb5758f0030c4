import type { Credentials } from '../core/credentials.ts';
import { Secret } from '../core/secret.ts';
import type { Site } from '../core/step.ts';
import { AwscredError, AwsRefusal } from '../errors.ts';
import type { CallerIdentity } from '../ports/aws.ts';
import { refusalError } from '../protocols/aws-refusal-text.ts';
import { execute } from './execute.ts';
import { planFor, stsSite } from './plan-for.ts';
import type { Session } from './session.ts';

/** GetCallerIdentity, as a profile, or as the credentials of this environment where no profile is named. */
export async function whoami(session: Session, profile: string | null): Promise<CallerIdentity> {
  const ambient = profile === null ? ambientCredentials(session) : null;
  if (ambient !== null) {
    return ask(session, ambient, stsSite(session, null));
  }
  const plan = planFor(session, profile);
  const execution = { plan, config: session.config(), request: session.request, settings: session.settings };
  const { credentials } = await execute(execution, session.ports);
  return ask(session, credentials, stsSite(session, plan.profile));
}

async function ask(session: Session, as: Credentials, site: Site): Promise<CallerIdentity> {
  try {
    return await session.ports.aws.getCallerIdentity(site, as);
  } catch (error) {
    throw error instanceof AwsRefusal
      ? refusalError(error, { what: 'GetCallerIdentity', login: null })
      : error;
  }
}

/** The keys this shell exports, all of them or none. */
function ambientCredentials(session: Session): Credentials | null {
  const { environment } = session.ports;
  const accessKeyId = environment.get('AWS_ACCESS_KEY_ID');
  const secret = environment.get('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === null && secret === null) {
    return null;
  }
  if (accessKeyId === null || secret === null) {
    throw new AwscredError(
      'USAGE',
      'this shell has half a key pair: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together',
    );
  }
  const token = environment.get('AWS_SESSION_TOKEN');
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: token === null ? null : new Secret(token),
    expiresAt: null,
    accountId: null,
    arn: null,
  };
}
