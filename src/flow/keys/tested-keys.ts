import { accountOf } from '../../core/arn.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import type { KeyPair, KeptKeyFacts } from '../../core/kept-keys.ts';
import type { Setting } from '../../core/plan/step.ts';
import { forbidding, guardsFor } from '../../core/settings/guards.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { callerIdentity } from '../line/guards/caller-identity.ts';
import { stsSite } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';

type Owner = Pick<KeptKeyFacts, 'account' | 'user'>;

/** Nobody asked AWS. */
export const UNTESTED: Owner = { account: null, user: null };

/**
 * Whose keys these are, by GetCallerIdentity. AwscredError REFUSED where AWS refuses them, CONFIG where they are not of
 * the account that the profile says, GUARD where a guard does not allow their account.
 */
export async function ownerOf(run: Run, profile: string, pair: KeyPair): Promise<Owner> {
  const site = stsSite(run, profile);
  const as = { ...pair, sessionToken: null, expiresAt: null, accountId: null, arn: null };
  const { accountId, arn } = await callerIdentity(run, as, site);
  refuseOther(run, profile, accountId);
  refuseSession(arn);
  if (arn.endsWith(':root')) {
    run.ports.report.warn(
      'these are keys of the account’s root user: delete them, and make a user for the work',
    );
  }
  return { account: accountId, user: arn };
}

function refuseOther(run: Run, profile: string, account: string): void {
  const said = accountSaid(run, profile);
  if (said !== null && said.account !== account) {
    throw new AwscredError(
      'CONFIG',
      `these are keys of account ${printable(account, 40)}, and profile ${quoted(profile)} is of account ${said.account}`,
      { at: said.setting, hints: ['give the keys of that account, or correct the profile'] },
    );
  }
  const guards = guardsFor({ profile, account: null }, run.guards(), account);
  const limit = forbidding(account, guards);
  if (limit !== null) {
    const message = `these are keys of account ${printable(account, 40)}, which allowed_account_ids of [${printable(limit.line.section, 100)}] does not name`;
    throw new AwscredError('GUARD', message, { at: limit.line });
  }
}

function refuseSession(arn: string): void {
  if (!/^arn:[^:]+:iam::/.test(arn)) {
    throw new AwscredError(
      'USAGE',
      `these are keys of a session (${printable(arn, 200)}), which end by themselves`,
    );
  }
}

/** The account that a user's profile names: its own, or that of its MFA device. */
function accountSaid(run: Run, profile: string): { account: string; setting: Setting } | null {
  const section = run.config().profiles.get(profile);
  if (section === undefined) {
    return null;
  }
  const own = filledSettingOf(section, 'aws_account_id');
  if (own !== null && /^\d{12}$/.test(own.value)) {
    return { account: own.value, setting: own };
  }
  const serial = filledSettingOf(section, 'mfa_serial') ?? filledSettingOf(section, 'awscred_mfa_serial');
  const account = serial === null ? null : accountOf(serial.value);
  return serial === null || account === null ? null : { account, setting: serial };
}
