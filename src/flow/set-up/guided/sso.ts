import { applyEdits } from '../../../core/aws-files/edit/apply-edits.ts';
import type { FileEdit } from '../../../core/aws-files/edit/file-edit.ts';
import type { Section } from '../../../core/aws-files/config-model.ts';
import { readConfig } from '../../../core/aws-files/config.ts';
import { filledSettingOf } from '../../../core/aws-files/setting-of.ts';
import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { SsoAccount } from '../../../ports/aws.ts';
import { tokenRequest } from '../../../protocols/sso/sso-token.ts';
import { rememberAccounts } from '../../line/account-names.ts';
import { login } from '../../sign-in/login.ts';
import { targetNamed } from '../../sign-in/sso-sessions.ts';
import { awsFilePaths } from '../../line/load-config.ts';
import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { regionFault, sectionNameFault, startUrlFault } from './checks.ts';
import { profileName } from './profile-name.ts';
import { type Draft, profileDraft, type SectionDraft } from './draft.ts';

/** An account and a role behind IAM Identity Center; both are chosen from what the portal offers after a sign-in. */
export async function askForSso(run: Run, answers: Answers): Promise<Draft> {
  const session = await sessionFor(run, answers);
  const account = answers.given('account');
  const role = answers.given('role');
  const chosen =
    account !== null && role !== null && /^\d{12}$/.test(account)
      ? { account: { accountId: account, accountName: run.accountName(account) }, role }
      : await chosenRole(run, answers, session);
  const profile = await profileName(run, answers, nameFor(chosen.account, chosen.role));
  const region = await answers.to({
    option: 'region',
    question: 'Region',
    preset: session.region,
    check: regionFault,
  });
  const values = [
    ['sso_session', session.name],
    ['sso_account_id', chosen.account.accountId],
    ['sso_role_name', chosen.role],
    ['region', region],
  ] as const;
  const sections = [...(session.section === null ? [] : [session.section]), profileDraft(profile, values)];
  return { profile, sections, keys: null };
}

/** The [sso-session] that the profile will name; `section` where it is to be written. */
interface Session {
  readonly name: string;
  readonly region: string;
  readonly section: SectionDraft | null;
}

const NEW = '';

async function sessionFor(run: Run, answers: Answers): Promise<Session> {
  const { ssoSessions } = run.config();
  const existing = [...ssoSessions.values()];
  const given = answers.given('start-url');
  const same = given === null ? undefined : existing.find((one) => startUrlOf(one) === given);
  if (same !== undefined) {
    return { name: same.name, region: regionOf(same), section: null };
  }
  const named = answers.given('session');
  const known = given === null && named !== null ? ssoSessions.get(named) : undefined;
  const chosen = known ?? (given === null && existing.length > 0 ? await oneOf(existing, answers) : null);
  return chosen === null
    ? newSession(run, answers)
    : { name: chosen.name, region: regionOf(chosen), section: null };
}

async function oneOf(existing: readonly Section[], answers: Answers): Promise<Section | null> {
  const choices = [
    ...existing.map((one) => ({
      value: one.name,
      label: printable(one.name, 80),
      note: printable(startUrlOf(one), 100),
    })),
    { value: NEW, label: 'another one', note: null },
  ];
  const name = await answers.choice('start-url', 'SSO session', choices);
  return existing.find((one) => one.name === name) ?? null;
}

async function newSession(run: Run, answers: Answers): Promise<Session> {
  const startUrl = await answers.to({
    option: 'start-url',
    question: 'Start URL of the access portal (https://….awsapps.com/start)',
    check: startUrlFault,
  });
  const region = await answers.to({
    option: 'sso-region',
    question: 'Region of IAM Identity Center',
    check: regionFault,
  });
  const taken = run.config().ssoSessions;
  const name = await answers.to({
    option: 'session',
    question: 'Name of this SSO session',
    preset: free(new URL(startUrl).hostname.split('.')[0] ?? 'sso', taken),
    check: (text) => (taken.has(text) ? 'is the name of another session already' : sectionNameFault(text)),
  });
  const values = [
    ['sso_start_url', startUrl],
    ['sso_region', region],
    ['sso_registration_scopes', 'sso:account:access'],
  ] as const;
  return { name, region, section: { section: { kind: 'sso-session', name }, values } };
}

function free(name: string, taken: ReadonlyMap<string, unknown>): string {
  const sound = sectionNameFault(name) === null && !/^\d/.test(name) ? name : 'sso';
  const numbered = Array.from({ length: taken.size + 1 }, (_, n) => (n === 0 ? sound : `${sound}-${n + 1}`));
  return numbered.find((one) => !taken.has(one)) ?? sound;
}

function startUrlOf(section: Section): string {
  return filledSettingOf(section, 'sso_start_url')?.value ?? '';
}

function regionOf(section: Section): string {
  return filledSettingOf(section, 'sso_region')?.value ?? '';
}

type Account = Pick<SsoAccount, 'accountId' | 'accountName'>;

/** Signs in and lets the person choose; an option names an account by its number or its name. */
async function chosenRole(
  run: Run,
  answers: Answers,
  session: Session,
): Promise<{ readonly account: Account; readonly role: string }> {
  const missing = ['account', 'role'].find((option) => answers.given(option) === null);
  if (missing !== undefined) {
    answers.needTerminal(missing);
  }
  const { ports, request, settings } = run;
  const target = targetNamed(withSession(run, session), session.name, 'sign-in');
  if (target.kind !== 'session') {
    throw new AwscredError('CONFIG', `${printable(session.name, 80)} is not an SSO session`);
  }
  const signIn = { ...tokenRequest(ports, request, settings), ifNeeded: true };
  const [done] = await login([target.session], ports, signIn);
  if (done === undefined) {
    throw new AwscredError('UNEXPECTED', 'the sign-in gave no token');
  }
  const { portal } = target.session;
  const { accessToken } = done.token;
  const accounts = await ports.aws.listAccounts(portal, accessToken);
  rememberAccounts(ports, accounts);
  const accountId = await answers.choice('account', 'Account', accounts.map(accountChoice));
  const roles = await ports.aws.listAccountRoles(portal, accessToken, accountId);
  const role = await answers.choice(
    'role',
    'Role',
    roles.map((name) => ({ value: name, label: printable(name, 80), note: null })),
  );
  const account = accounts.find((one) => one.accountId === accountId);
  return { account: account ?? { accountId, accountName: null }, role };
}

function accountChoice({ accountId, accountName }: SsoAccount) {
  return { value: accountId, label: printable(accountName ?? accountId, 80), note: accountId };
}

/** The run as it will be once the session stands in the file. */
function withSession(run: Run, { section }: Session): Run {
  if (section === null) {
    return run;
  }
  const [path] = awsFilePaths(run.ports);
  const text = run.ports.files.read(path) ?? '';
  const edit: FileEdit = { change: 'set', ...section };
  const after = applyEdits({ file: 'config', path, text }, [edit]);
  const config = readConfig({ config: { path, text: after }, credentials: { path: '', text: null } });
  return { ...run, config: () => config };
}

/** `acme-prod` and `ReadOnly` → `acme-prod-readonly`. */
function nameFor({ accountId, accountName }: Account, role: string): string {
  const name = [accountName ?? accountId, role]
    .map((part) => part.toLowerCase().replace(/[^a-z0-9._-]+/g, '-'))
    .join('-')
    .replace(/^-+|-+$/g, '');
  return sectionNameFault(name) === null ? name : `sso-${accountId}`;
}
