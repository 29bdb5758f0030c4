import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf, settingOf } from '../../core/aws-files/setting-of.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { settingValues, type Claim, type Source } from '../source.ts';
import { commandLine } from './command-line.ts';
import { runAround, tellCircle } from './own-run.ts';

/** A program that prints credentials. */
export const credentialProcess: Source<CredentialProcessStep> = {
  kind: 'credential-process',
  credentialSource: null,
  claim: claimed,
  machineStep: () => null,

  identity: (step) => ({ role: null, account: null, who: `credentials of ${fileName(step)}` }),
  label: (step) => `credentials of ${fileName(step)}, profile ${step.profile}`,
  digest: (step) => [step.line, settingValues(step.settings)],

  isKept: true,
  mayBeEndless: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  // Whose keys a program gives is not known before it runs.
  chains: () => false,
  capped: (step) => step,
  limit: { why: 'its program gives no more', canAskMore: false },
  narrowed: () => null,

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,

  async needsPerson(step, { ports }) {
    const around = runAround(step, ports.environment);
    if (around === null) {
      return null;
    }
    tellCircle(around, ports.notes);
    const { circle } = await import('./failed-process.ts');
    return { error: circle(step), lock: '' };
  },

  origin: (step) => `program ${fileName(step)}`,
  isHop: true,
  headline: (step) => `program ${printable(step.program, 120)}`,
  sites: () => [],

  caller(step) {
    const holder = `the credentials of profile ${quoted(step.profile)}`;
    return { short: holder, full: holder, isUser: false, hasMfa: false };
  },

  describe(step) {
    return step.shellFor === null
      ? 'starts it without a shell'
      : `runs the line by /bin/sh -c, since ${step.shellFor} needs a shell; the AWS CLI starts it without one`;
  },

  async run(step, _upstream, context) {
    const { runProcess } = await import('./run-process.ts');
    return runProcess(step, context);
  },
};

function fileName({ program }: CredentialProcessStep): string {
  return program.split(/[\\/]/).at(-1) ?? '';
}

function claimed(profile: Profile, { environment }: PlanContext): Claim | null {
  const setting = settingOf(profile, 'credential_process');
  if (setting === null) {
    return null;
  }
  const command = commandLine(setting.value, environment.platform);
  if (command === null) {
    throw badSetting(profile, 'credential_process', setting, {
      is: 'has a quote that is not closed, or ends in a backslash',
      hints: [
        'a value of these files ends at " #" and " ;", even inside quotes: move such words into a script',
      ],
    });
  }
  if (command.program === '' || setting.value.includes('\0')) {
    throw badSetting(profile, 'credential_process', setting, { is: 'names no program' });
  }
  const account = filledSettingOf(profile, 'aws_account_id');
  const step: CredentialProcessStep = {
    kind: 'credential-process',
    profile: profile.name,
    settings: present([
      ['credential_process', setting],
      ['aws_account_id', account],
    ]),
    asks: null,
    caps: [],
    mfa: null,
    line: setting.value,
    ...command,
    accountId: account !== null && /^\d{12}$/.test(account.value) ? account.value : null,
  };
  return { step, upstream: null };
}
