import { accountOf } from '../../core/arn.ts';
import { type Claims, claimsOf } from '../../core/jwt.ts';
import type { WebIdentityStep } from '../../core/plan/step.ts';
import type { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { awsWords, refusalError } from '../../protocols/refusals/aws-refusal-text.ts';
import { settingOf } from './token-now.ts';

const UNKNOWN: Claims = { issuer: null, subject: null, audience: null, expiresAt: null };

/** AWS's refusal with what the token says of itself beside it: issuer, subject and audience are no secrets. */
export function refusedToken(refusal: AwsRefusal, step: WebIdentityStep, token: Secret): AwscredError {
  const { code, message } = refusal.facts;
  const said = saidBy(token, step);
  if (code === 'InvalidIdentityToken' && /no openidconnect provider/i.test(message)) {
    return told(refusal, step, `account ${said.account} has no OIDC provider for ${said.issuer}`, [
      `create it under IAM, Identity providers: https://${said.issuer}, audience ${said.audience}`,
    ]);
  }
  if (code === 'InvalidIdentityToken' && /audience/i.test(message)) {
    const sentence = `the OIDC provider in account ${said.account} does not list the audience ${said.audience}`;
    return told(refusal, step, sentence, [
      'add that audience to the provider in IAM, or ask for another: awscred_web_identity_audience, --web-identity-audience',
    ]);
  }
  if (code !== 'AccessDenied') {
    const what = `AssumeRoleWithWebIdentity of ${printable(step.roleArn)}`;
    return refusalError(refusal, { what, login: null, at: settingOf(step) });
  }
  return denied(refusal, step, said);
}

/** Printable. */
interface Said {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly account: string;
}

function saidBy(token: Secret, { roleArn }: WebIdentityStep): Said {
  const claims = claimsOf(token.reveal()) ?? UNKNOWN;
  return {
    issuer: printable((claims.issuer ?? '?').replace(/^https:\/\//, ''), 120),
    subject: printable(claims.subject ?? '?', 250),
    audience: printable(claims.audience ?? '?', 120),
    account: printable(accountOf(roleArn) ?? '?', 20),
  };
}

function denied(refusal: AwsRefusal, step: WebIdentityStep, said: Said): AwscredError {
  return new AwscredError(
    'ACCESS_DENIED',
    `AWS refused: the token may not assume ${printable(step.roleArn)} (AccessDenied)`,
    {
      at: step.settings['role_arn'] ?? null,
      details: [
        `the token says  sub ${said.subject}`,
        `                aud ${said.audience}`,
        ...likely(said).map((cause, place) => `${place === 0 ? 'likely' : '      '}  ${place + 1}  ${cause}`),
        ...awsWords(refusal),
      ],
      cause: refusal,
    },
  );
}

function told(
  refusal: AwsRefusal,
  step: WebIdentityStep,
  sentence: string,
  hints: readonly string[],
): AwscredError {
  const code = printable(refusal.facts.code, 80);
  return new AwscredError('REFUSED', `AWS refused the token: ${sentence} (${code})`, {
    at: settingOf(step),
    hints,
    details: awsWords(refusal),
    cause: refusal,
  });
}

function likely({ subject, issuer, account }: Said): readonly string[] {
  const old = oldSubject(subject);
  return [
    ...(old === null
      ? []
      : [
          `the trust policy names GitHub's old subject ${old}; repositories made, renamed or moved since 2026-07-15 have the new one`,
        ]),
    `the role's trust policy has another ${issuer}:sub or ${issuer}:aud`,
    `the trust policy does not name arn:aws:iam::${account}:oidc-provider/${issuer}, or not sts:AssumeRoleWithWebIdentity`,
    'the role does not exist, or its ARN is misspelt',
  ];
}

/** `repo:acme@12/app@34:ref:…` without the numbers; null for a subject of another form. */
function oldSubject(subject: string): string | null {
  const match = /^repo:([^@/:]+)@\d+\/([^@:]+)@\d+(:.*)$/.exec(subject);
  return match === null ? null : `repo:${match[1] ?? ''}/${match[2] ?? ''}${match[3] ?? ''}`;
}
