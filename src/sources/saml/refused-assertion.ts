import type { SamlStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { awsWords, refusalError } from '../../protocols/refusals/aws-refusal-text.ts';
import { signInName } from './sign-in-key.ts';

/** AWS's refusal of an assertion as one sentence, with what to look at. */
export function refusedAssertion(refusal: AwsRefusal, step: SamlStep): AwscredError {
  const { code, message } = refusal.facts;
  const role = step.roleArn === null ? 'the role' : printable(step.roleArn);
  if (code === 'AccessDenied') {
    return denied(refusal, step, role);
  }
  if (code === 'InvalidIdentityToken' && /signature/i.test(message)) {
    return told(refusal, step, `IAM knows another certificate of ${signInName(step)}`, [
      'upload the provider’s current metadata in IAM, Identity providers',
    ]);
  }
  if (code === 'InvalidIdentityToken' && /provider/i.test(message)) {
    return told(refusal, step, 'the account has no such SAML provider', [
      'the provider’s ARN stands beside the role in the assertion: compare it with IAM, Identity providers',
    ]);
  }
  if (code === 'ExpiredTokenException') {
    return told(refusal, step, 'it has expired', [
      'AWS takes an assertion for five minutes; compare the clocks of this machine and of the provider',
    ]);
  }
  if (code === 'ValidationError' && /duration/i.test(message)) {
    return told(refusal, step, 'the role allows no session of that length', [
      'ask for less: -d 1h, or leave duration_seconds out to get the most that the role allows',
    ]);
  }
  return refusalError(refusal, { what: `AssumeRoleWithSAML of ${role}`, login: null, at: placeOf(step) });
}

function denied(refusal: AwsRefusal, step: SamlStep, role: string): AwscredError {
  return new AwscredError(
    'ACCESS_DENIED',
    `AWS refused: the assertion may not assume ${role} (AccessDenied)`,
    {
      at: placeOf(step),
      details: [
        'likely  1  the role’s trust policy does not name this SAML provider, or not sts:AssumeRoleWithSAML',
        '        2  the trust policy has another SAML:aud than the partition’s sign-in page',
        '        3  the role does not exist, or its ARN is misspelt at the provider',
        ...awsWords(refusal),
      ],
      cause: refusal,
    },
  );
}

function told(refusal: AwsRefusal, step: SamlStep, sentence: string, hints: readonly string[]): AwscredError {
  const code = printable(refusal.facts.code, 80);
  return new AwscredError('REFUSED', `AWS refused the assertion: ${sentence} (${code})`, {
    at: placeOf(step),
    hints,
    details: awsWords(refusal),
    cause: refusal,
  });
}

function placeOf({ settings }: SamlStep) {
  return (
    settings['role_arn'] ?? settings['awscred_saml_url'] ?? settings['google_config.google_idp_id'] ?? null
  );
}
