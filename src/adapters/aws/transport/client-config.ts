import type { SdkConnection } from './call.ts';

/**
 * What every client is made with. Whatever is left out the SDK looks up in AWS's variables, files and the metadata
 * service, so nothing is: region, endpoint, retries, modes and user agent are ours to decide.
 */
export function clientConfig(connection: SdkConnection) {
  const { site, requestHandler, systemClockOffset } = connection;
  return {
    region: site.region,
    endpoint: site.endpoint,
    requestHandler,
    systemClockOffset,
    // Repeating is run-call.ts's.
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'legacy' as const,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [],
    // A provider that yields nothing: plain undefined would be looked up.
    userAgentAppId: () => Promise.resolve(undefined),
    // The SDK's own tells about this machine; this one tells who calls.
    defaultUserAgentProvider: async () => Promise.resolve(USER_AGENT),
  };
}

const USER_AGENT: [string][] = [['awscred']];

/**
 * Makes a client. The SDK warns on stderr about old Nodes when the first one is made, unless this variable is set;
 * only for that moment, since programs started later must not inherit it.
 */
export function quietly<Client>(make: () => Client): Client {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';
  const before = process.env[name];
  process.env[name] = 'true';
  try {
    return make();
  } finally {
    if (before === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = before;
    }
  }
}
