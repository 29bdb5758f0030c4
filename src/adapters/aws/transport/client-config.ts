import type { SdkConnection } from './call.ts';

/**
 * The configuration of every client. The SDK looks up anything missing in AWS's variables, files and the metadata
 * service, so nothing is left out (docs/traps.md, "The AWS SDK for JavaScript").
 */
export function clientConfig(connection: SdkConnection) {
  const { site, requestHandler, systemClockOffset } = connection;
  return {
    region: site.region,
    endpoint: site.endpoint,
    requestHandler,
    systemClockOffset,
    // run-call.ts repeats calls.
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'legacy' as const,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [],
    // A provider that yields nothing: the SDK would look up a plain undefined.
    userAgentAppId: () => Promise.resolve(undefined),
    // The SDK's own user agent describes this machine; ours only names awscred.
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
