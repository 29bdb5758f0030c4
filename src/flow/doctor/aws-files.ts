import type { Config, Diagnostic } from '../../core/aws-files/config-model.ts';
import { missingFiles } from '../../core/aws-files/profile-choice.ts';
import { printable, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { planUnguarded } from '../line/plan-for.ts';
import { type Check, fail, type Finding, ok, orOk, type Seen, warn } from './check.ts';

/** What is wrong with AWS's files as such: unreadable, malformed, or read otherwise by the AWS CLI. */
export const AWS_FILE_CHECKS: readonly Check[] = [
  {
    id: 'config-readable',
    run({ config, run }) {
      if (config instanceof AwscredError) {
        return [fail(config.message, { fix: config.hints[0] })];
      }
      const missing = missingFiles(config).map((text) =>
        warn(text, { fix: 'correct the variable, or unset it' }),
      );
      return missing.length > 0 ? missing : [filesThere(config, run.ports.environment.home)];
    },
  },
  {
    id: 'config-diagnostics',
    run: (seen) =>
      diagnosed(
        seen,
        (code) => !OWN_CHECKS.includes(code),
        'no malformed or ignored lines',
        'correct the line; awscred config show shows what awscred reads',
      ),
  },
  {
    id: 'inline-comments',
    run: (seen) =>
      diagnosed(
        seen,
        (code) => code === 'inline-comment',
        'no comment that the AWS CLI reads as part of a value',
        'put the comment on a line of its own',
      ),
  },
  {
    id: 'duplicates',
    run: (seen) =>
      diagnosed(
        seen,
        (code) => DUPLICATES.includes(code),
        'no section or key appears twice (the AWS CLI rejects those)',
        'remove one of the two',
      ),
  },
  {
    id: 'profiles-planned',
    run(seen) {
      const names = seen.config instanceof AwscredError ? [] : [...seen.config.profiles.keys()];
      return orOk(
        names.flatMap((name) => unplanned(name, seen)),
        'every profile leads to credentials',
      );
    },
  },
];

function filesThere(config: Config, home: string): Finding {
  const files = [config.configFile, config.credentialsFile].filter((file) => file.exists);
  if (files.length === 0) {
    const fix = 'awscred dev-server --write-config DIR gives you an AWS to try it on';
    return warn(`${shown(config.configFile.path, home)} does not exist`, { fix });
  }
  const names = files.map((file) => shown(file.path, home)).join(', ');
  return ok(`${names}, ${config.profiles.size} ${config.profiles.size === 1 ? 'profile' : 'profiles'}`);
}

const DUPLICATES = ['duplicate-key', 'duplicate-section'];
const OWN_CHECKS = ['inline-comment', ...DUPLICATES];

function diagnosed(
  { config, run }: Seen,
  isMeant: (code: string) => boolean,
  fine: string,
  fix?: string,
): readonly Finding[] {
  const { home } = run.ports.environment;
  const all: readonly Diagnostic[] = config instanceof AwscredError ? [] : config.diagnostics;
  const findings = all
    .filter((one) => isMeant(one.code))
    .map((one) => {
      const profile = one.profile === null ? '' : ` [${printable(one.profile, 60)}]`;
      const text = `${shown(one.file, home)}:${one.line}${profile} ${printable(one.message)}`;
      return one.severity === 'error' ? fail(text, { fix, at: one }) : warn(text, { fix, at: one });
    });
  return orOk(findings, fine);
}

function unplanned(profile: string, { run }: Seen): readonly Finding[] {
  try {
    planUnguarded(run, profile);
    return [];
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    const { file, line } = error;
    const where = file === null || line === null ? {} : { at: { file, line } };
    const at = file === null ? '' : `${shown(file, run.ports.environment.home)}:${line ?? 1} `;
    return [warn(`${at}${error.message}`, { fix: error.hints[0], ...where })];
  }
}

/** A path for people. */
export function shown(path: string, home: string): string {
  return printable(tilde(path, home), 500);
}
