import { isReachedThroughAwscred } from '../../core/aws-files/adopt/reached.ts';
import { requestWords } from '../../core/live/request-words.ts';
import type { Plan } from '../../core/plan/step.ts';
import { pasteable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Output } from '../../outputs/output.ts';
import { renderStatements } from '../../outputs/render-statements.ts';
import { exportsOf } from '../line/credentials.ts';
import type { Run } from '../line/run.ts';

/**
 * The statements that make a shell an adopted profile without any secret: every AWS tool asks awscred anew. Makes no
 * call. AwscredError CONFIG where AWS's tools would not come to awscred for it.
 */
export function assumeLive(run: Run, plan: Plan, output: Output): string {
  refuseFormat(output);
  refuseOptions(run);
  refuseUnadopted(run, plan.profile);
  return renderStatements(output, exportsOf(run, plan, null));
}

function refuseFormat({ name }: Output): void {
  if (name === 'ini' || name === 'process') {
    throw new AwscredError('USAGE', `${name} output is made of credentials, and --live prints none`, {
      hints: ['leave out --live, or name the syntax of your shell, e.g. -o posix'],
    });
  }
}

/** The profile's line knows nothing of them. */
function refuseOptions({ request }: Run): void {
  const plain = { ...request, region: null, mfaSession: true, noCache: false };
  const [word] = requestWords(plain);
  if (word !== undefined) {
    const option = word.split('=')[0] ?? '';
    throw new AwscredError('USAGE', `assume --live is the profile as it stands: ${option} would not hold`, {
      hints: ['write it into the profile, or leave out --live'],
    });
  }
}

function refuseUnadopted(run: Run, name: string): void {
  const profile = run.config().profiles.get(name);
  if (profile !== undefined && !isReachedThroughAwscred(profile)) {
    throw new AwscredError(
      'CONFIG',
      `profile ${quoted(name)} is not adopted: AWS's tools would not ask awscred for it`,
      { hints: [`\`${pasteable('awscred adopt', name, 'PROFILE')}\` changes that`], at: profile },
    );
  }
}
