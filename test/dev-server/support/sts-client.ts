import type { STSClient, STSServiceException } from '@aws-sdk/client-sts';
import type { DevServer } from '../../../src/dev-server/dev-server.ts';
import type { RawRequest } from './raw-http.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** AWS's own client: an independent signer and reader. */
export const sts = await import('@aws-sdk/client-sts');

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function stsClient(server: DevServer, credentials: Keys): STSClient {
  return new sts.STSClient({ region: 'eu-west-1', endpoint: server.url, credentials, maxAttempts: 1 });
}

/** The keys in the answer of AssumeRole or GetSessionToken. */
export function keysOf(answer: {
  Credentials?:
    | {
        AccessKeyId: string | undefined;
        SecretAccessKey: string | undefined;
        SessionToken: string | undefined;
      }
    | undefined;
}): Required<Keys> {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** What STS refused a call with. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ status: number | undefined; code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const refusal = error as STSServiceException;
    return { status: refusal.$metadata?.httpStatusCode, code: refusal.name, message: refusal.message };
  }
  throw new Error('the call was not refused');
}

/** A GetCallerIdentity request as the SDK signs it, to be tampered with before it is sent. */
export async function signedRequest(server: DevServer, credentials: Keys, at?: Date): Promise<RawRequest> {
  let captured: RawRequest | null = null;
  const client = new sts.STSClient({
    region: 'eu-west-1',
    endpoint: server.url,
    credentials,
    maxAttempts: 1,
    systemClockOffset: at === undefined ? 0 : at.getTime() - Date.now(),
    requestHandler: {
      handle: (request: RawRequest) => {
        captured = request;
        return Promise.reject(new Error('captured'));
      },
    },
  });
  await client.send(new sts.GetCallerIdentityCommand({})).catch(() => undefined);
  if (captured === null) {
    throw new Error('the SDK made no request');
  }
  return captured;
}
