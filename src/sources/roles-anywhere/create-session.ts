import { accountOf } from '../../core/arn.ts';
import type { Credentials } from '../../core/credentials.ts';
import type { RolesAnywhereStep } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { asJsonObject, type JsonObject, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import { fromIso } from '../../core/text/time.ts';
import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { AwscredError } from '../../errors.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import { askService } from '../../protocols/together/ask-service.ts';
import type { RunContext } from '../source.ts';
import { machineIdentity } from './credentials-of-machine.ts';
import { canonicalQuery, signedHeaders } from './x509-signature.ts';

/** CreateSession of IAM Roles Anywhere, signed with the certificate's key. */
export async function createSession(step: RolesAnywhereStep, { ports }: RunContext): Promise<Credentials> {
  const identity = await machineIdentity(step, ports);
  const query = {
    profileArn: step.profileArn,
    roleArn: step.roleArn,
    trustAnchorArn: step.trustAnchorArn,
  };
  const url = new URL(`${withoutTrailing(step.site.endpoint, '/')}/sessions?${canonicalQuery(query)}`);
  const body = JSON.stringify({
    ...(step.asks !== null && { durationSeconds: step.asks }),
    ...(step.roleSessionName !== null && { roleSessionName: step.roleSessionName }),
  });
  const answer = await askService(
    {
      name: 'rolesanywhere CreateSession',
      site: step.site,
      url,
      method: 'POST',
      headers: () =>
        signedHeaders({
          ...identity,
          host: url.host,
          query,
          body,
          region: step.site.region,
          now: ports.clock.now(),
        }),
      body,
      bearer: false,
      repeats: true,
    },
    ports,
  );
  const fields = parseJsonObject(Buffer.from(answer.body).toString('utf8')) ?? {};
  return answer.status === 201 ? credentialsIn(fields, ports.clock.now()) : refuse(step, answer, fields);
}

function credentialsIn(fields: JsonObject, now: number): Credentials {
  const [first] = Array.isArray(fields['credentialSet']) ? (fields['credentialSet'] as unknown[]) : [];
  const set = asJsonObject(first) ?? {};
  const keys = asJsonObject(set['credentials']) ?? {};
  const plain = (key: string): string => {
    const text = textIn(keys, key) ?? '';
    if (!/^[!-~]+$/.test(text)) {
      throw unusable();
    }
    return text;
  };
  const expiresAt = fromIso(plain('expiration'));
  if (expiresAt === null || expiresAt <= now) {
    throw unusable();
  }
  const arn = textIn(asJsonObject(set['assumedRoleUser']) ?? {}, 'arn');
  return {
    accessKeyId: plain('accessKeyId'),
    secretAccessKey: new Secret(plain('secretAccessKey')),
    sessionToken: new Secret(plain('sessionToken')),
    expiresAt,
    accountId: accountOf(arn ?? ''),
    arn,
  };
}

function unusable(): AwscredError {
  return new AwscredError('NETWORK', 'Roles Anywhere gave no usable credentials');
}

function refuse(step: RolesAnywhereStep, { status, headers }: HttpAnswer, fields: JsonObject): never {
  const code =
    (headers['x-amzn-errortype'] ?? textIn(fields, '__type') ?? `status ${status}`).split(':')[0] ?? '';
  const words = textIn(fields, 'message') ?? '';
  const at = step.settings['awscred_trust_anchor_arn'] ?? step.settings['credential_process'] ?? null;
  const { sentence, hint } = meaning(status, words);
  throw new AwscredError(
    status === 403 ? 'ACCESS_DENIED' : 'REFUSED',
    `AWS refused CreateSession for ${printable(step.roleArn, 200)}: ${sentence} (${printable(code, 80)})`,
    {
      at,
      hints: hint === null ? [] : [hint],
      details: words === '' ? [] : [`AWS says: "${printable(words, 400)}"`],
    },
  );
}

function meaning(status: number, words: string): { readonly sentence: string; readonly hint: string | null } {
  if (status === 404) {
    return {
      sentence: 'it does not know the trust anchor or the profile',
      hint: 'compare both ARNs and their region',
    };
  }
  if (/untrusted certificate|revoked/i.test(words)) {
    return {
      sentence: 'the trust anchor does not trust the certificate',
      hint: 'is its issuer the anchor’s, and are intermediates named (awscred_certificate_chain)?',
    };
  }
  if (/signature/i.test(words)) {
    return { sentence: 'the signature was not accepted', hint: 'is the clock of this machine right?' };
  }
  return status === 403
    ? {
        sentence: 'the role may not be assumed so',
        hint: 'the role has to trust rolesanywhere.amazonaws.com (sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity), and the profile has to list the role',
      }
    : { sentence: 'the request is not valid', hint: null };
}
