import { unsetFor } from '../../outputs/exports.ts';
import { githubExport } from '../../outputs/github.ts';
import type { Exports } from '../../outputs/output.ts';
import { AwscredError } from '../../errors.ts';
import { summary } from '../../sources/summary.ts';
import { credentialsFor, exportsOf } from '../line/credentials.ts';
import { planToRun } from '../line/plan-to-run.ts';
import type { Run } from '../line/run.ts';

export interface GithubInput {
  readonly profile: string | null;
  readonly unset: boolean;
  readonly masksAccount: boolean;
  readonly outputsCredentials: boolean;
  /** Writes all of a text to stdout; false where nobody reads it. */
  readonly print: (text: string) => boolean;
}

/**
 * Credentials for the later steps of a job of GitHub Actions: masked first, then appended to the file `GITHUB_ENV`
 * names, so that nothing can print them before they are hidden. AwscredError USAGE outside a job.
 */
export async function exportToGithub(run: Run, input: GithubInput): Promise<void> {
  const { environment, files, random } = run.ports;
  const envFile = fileOf(run, 'GITHUB_ENV');
  const outputFile = environment.get('GITHUB_OUTPUT');
  if (outputFile === null && input.outputsCredentials) {
    fileOf(run, 'GITHUB_OUTPUT');
  }
  const exports = input.unset
    ? unsetFor((name) => environment.get(name))
    : await exported(run, input.profile);
  const { masks, env, output } = githubExport({
    exports,
    delimiter: `awscred_${Buffer.from(random.bytes(16)).toString('hex')}`,
    get: (name) => environment.get(name),
    masksAccount: input.masksAccount,
    outputsCredentials: input.outputsCredentials,
  });
  if (!input.print(masks)) {
    throw new AwscredError('UNEXPECTED', 'the secrets could not be masked on stdout: nothing was exported');
  }
  files.append(envFile, env);
  if (outputFile !== null && output !== '' && !input.unset) {
    files.append(outputFile, output);
  }
}

async function exported(run: Run, profile: string | null): Promise<Exports> {
  const { plan, credentials } = await credentialsFor(run, await planToRun(run, profile));
  run.ports.report.summary(summary(plan, credentials, run.ports.clock.now(), run.accountName));
  return exportsOf(run, plan, credentials);
}

function fileOf({ ports }: Run, variable: 'GITHUB_ENV' | 'GITHUB_OUTPUT'): string {
  const path = ports.environment.get(variable);
  if (path === null) {
    throw new AwscredError('USAGE', `${variable} is not set: -o github is for steps of GitHub Actions`, {
      hints: ['elsewhere: `awscred assume -o posix` for a shell, `-o dotenv` for a file'],
    });
  }
  return path;
}
