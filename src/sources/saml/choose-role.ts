import { accountOf, parseArn, roleName } from '../../core/arn.ts';
import { partitionOfRegion } from '../../core/endpoint/partition.ts';
import type { RolePair } from '../../core/saml/role-pairs.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { RunContext } from '../source.ts';
import type { ReadResponse } from './read-response.ts';
import { signInName } from './sign-in-key.ts';

/** As many roles as an error lists. */
const LISTED = 40;

/** The role to take of those that an assertion names. AwscredError REFUSED (3) without the wanted one, CONFIG (2) where nobody chooses. */
export async function chosenRole(
  step: SamlStep,
  { assertion }: ReadResponse,
  context: RunContext,
): Promise<RolePair> {
  const { roleArn, providerArn } = step;
  if (assertion.isEncrypted) {
    return unread(step);
  }
  const pairs = assertion.pairs.filter(
    (pair) =>
      (roleArn === null || pair.roleArn === roleArn) &&
      (providerArn === null || pair.providerArn === providerArn) &&
      (step.account === null || roleArn !== null || accountOf(pair.roleArn) === step.account),
  );
  const [first, second] = pairs;
  if (first === undefined) {
    throw notNamed(step, assertion.pairs);
  }
  const pair = second === undefined || roleArn !== null ? first : await picked(step, pairs, context);
  checkPartition(step, pair);
  return pair;
}

/** An encrypted assertion tells its roles to AWS alone. */
function unread({ roleArn, providerArn, ...step }: SamlStep): RolePair {
  if (roleArn !== null && providerArn !== null) {
    return { roleArn, providerArn };
  }
  const missing = [
    ...(roleArn === null ? ['role_arn'] : []),
    ...(providerArn === null ? ['awscred_saml_provider_arn'] : []),
  ].join(' and ');
  throw new AwscredError(
    'CONFIG',
    `the assertion of ${signInName(step)} is encrypted: only AWS can read its roles`,
    { hints: [`add ${missing} to the profile`], at: step.settings['awscred_saml_url'] ?? null },
  );
}

async function picked(
  step: SamlStep,
  pairs: readonly RolePair[],
  { ports, profile }: RunContext,
): Promise<RolePair> {
  const { terminal, locks } = ports;
  if (!terminal.available) {
    throw new AwscredError(
      'CONFIG',
      `${signInName(step)} offers ${pairs.length} roles, and ${terminal.absence}`,
      {
        details: listed(pairs),
        hints: [
          `add role_arn to profile ${printable(profile === step.profile ? profile : step.profile, 80)}`,
        ],
      },
    );
  }
  const choices = pairs
    .map((pair, index) => ({
      value: String(index),
      label: `${printable(roleName(pair.roleArn) ?? '', 80)} in ${accountOf(pair.roleArn) ?? ''}`,
      note: printable(pair.roleArn, 200),
    }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const answer = await locks.whileAsking('sign-in', async () =>
    terminal.choose(`role at ${signInName(step)}`, choices),
  );
  const pair = answer === null ? undefined : pairs[Number(answer)];
  if (pair === undefined) {
    throw new AwscredError('INTERRUPTED', 'no role was chosen');
  }
  return pair;
}

function notNamed(step: SamlStep, pairs: readonly RolePair[]): AwscredError {
  const { roleArn, providerArn, account } = step;
  const wanted =
    roleArn !== null
      ? `the role ${printable(roleArn)}${providerArn === null ? '' : ` with ${printable(providerArn)}`}`
      : account === null
        ? 'a role of AWS'
        : `a role in account ${printable(account)}`;
  return new AwscredError('REFUSED', `the assertion of ${signInName(step)} does not name ${wanted}`, {
    details: pairs.length === 0 ? [] : ['it names:', ...listed(pairs)],
    hints: [
      pairs.length === 0
        ? 'ask the provider’s administrator for the attribute https://aws.amazon.com/SAML/Attributes/Role'
        : 'use one of these as role_arn, or ask the provider’s administrator for that one',
    ],
    at: step.settings['role_arn'] ?? null,
  });
}

function listed(pairs: readonly RolePair[]): readonly string[] {
  const lines = pairs.map(({ roleArn }) => printable(roleArn, 200)).sort();
  const more = lines.length - LISTED;
  return more > 0 ? [...lines.slice(0, LISTED), `and ${more} more`] : lines;
}

/** The region was planned before the role was known. */
function checkPartition({ sts }: SamlStep, { roleArn }: RolePair): void {
  const partition = parseArn(roleArn)?.partition ?? 'aws';
  if (sts.override === null && partition !== partitionOfRegion(sts.region).name) {
    throw new AwscredError(
      'CONFIG',
      `the role ${printable(roleArn)} is of partition ${partition}, and ${sts.region} is not`,
      { hints: ['add a region of that partition to the profile, such as us-gov-west-1 or cn-north-1'] },
    );
  }
}
