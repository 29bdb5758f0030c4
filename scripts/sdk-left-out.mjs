// What the AWS SDK's clients bring along and our settings of them never use (src/adapters/aws/transport/client-config.ts): each
// part is replaced by the least that still links. A part that is wanted after all fails loudly: `wanted` throws.
const WANTED = `const wanted = (part) => () => { throw new Error('the bundle has been made without ' + part); };`;
const NO_PLUGIN = '() => ({ applyToStack() {} })';

/** By the end of the file's path. */
const REPLACED = [
  // The transport is ours: src/adapters/aws/transport/wire.ts.
  [
    '@smithy/node-http-handler/dist-es/index.js',
    `
    export const NodeHttpHandler = { create: (handler) => handler };
    export const streamCollector = wanted('streams');`,
  ],
  // Credentials are always given.
  [
    '@aws-sdk/credential-provider-node/dist-es/index.js',
    `
    export const defaultProvider = () => wanted('credential providers');`,
  ],
  // No signature of ours is for several regions.
  [
    '@aws-sdk/signature-v4-multi-region/dist-es/index.js',
    `
    export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';`,
  ],
  // The endpoint is always given: no rules, no partitions, no look into AWS's files.
  [
    '/dist-es/endpoint/endpointResolver.js',
    `
    export const defaultEndpointResolver = ({ Endpoint }) => ({ url: new URL(Endpoint), properties: {}, headers: {} });`,
  ],
  [
    'util-endpoints/lib/aws/partition.js',
    `
    export const getUserAgentPrefix = () => '';
    export const partition = wanted('partitions');
    export const setPartitionInfo = partition;
    export const useDefaultPartitionInfo = partition;`,
  ],
  [
    'middleware-endpoint/adaptors/getEndpointFromConfig.js',
    `
    export const getEndpointFromConfig = wanted('endpoints of files');`,
  ],
  [
    'node-config-provider/configLoader.js',
    `
    export const loadConfig = () => wanted('settings of files');`,
  ],
  [
    'defaults-mode/resolveDefaultsModeConfig.js',
    `
    export const resolveDefaultsModeConfig = () => () => Promise.resolve('legacy');`,
  ],
  // Repeating is ours: src/adapters/aws/transport/run-call.ts.
  [
    'middleware-retry/retryMiddleware.js',
    `
    // Signing takes its place after it.
    const place = { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true };
    export const bindGetRetryPlugin = () => () => ({ applyToStack: (stack) => stack.add((next) => next, place) });
    export const bindRetryMiddleware = () => wanted('retries');
    export const retryMiddlewareOptions = {};`,
  ],
  [
    'middleware-retry/configurations.js',
    `
    export const resolveRetryConfig = (config) => config;
    export const ENV_MAX_ATTEMPTS = '', CONFIG_MAX_ATTEMPTS = '', ENV_RETRY_MODE = '', CONFIG_RETRY_MODE = '';
    export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = {}, NODE_RETRY_MODE_CONFIG_OPTIONS = {};`,
  ],
  // So are the words of --debug and the name we call by; no header repeats a variable.
  [
    'middleware-logger/loggerMiddleware.js',
    `
    export const getLoggerPlugin = ${NO_PLUGIN};
    export const loggerMiddleware = wanted('the log');
    export const loggerMiddlewareOptions = {};`,
  ],
  [
    'middleware-recursion-detection/getRecursionDetectionPlugin.js',
    `
    export const getRecursionDetectionPlugin = ${NO_PLUGIN};`,
  ],
  [
    'util-user-agent-node/defaultUserAgent.js',
    `
    export const createDefaultUserAgentProvider = wanted('a user agent');
    export const defaultUserAgent = createDefaultUserAgentProvider;
    export const crtAvailability = { isCrtAvailable: false };`,
  ],
  [
    'util-user-agent-browser/createUserAgentStringParsingProvider.js',
    `
    export const createUserAgentStringParsingProvider = wanted('the names of browsers');`,
  ],
  // No answer of these services is a stream of events.
  [
    '@smithy/core/dist-es/submodules/event-streams/index.js',
    `
    export const EventStreamSerde = wanted('event streams');`,
  ],
  // It would look at `globalThis.crypto`, for retries alone.
  [
    'serde/uuid/v4.js',
    `
    export const bindV4 = () => wanted('random identifiers');`,
  ],
  // Node always has SHA-256.
  [
    'checksum/sha256/Sha256Js.js',
    `
    export const Sha256Js = wanted('SHA-256 in JavaScript');`,
  ],
];

export const sdkLeftOut = {
  name: 'sdk-left-out',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.(?:@aws-sdk|@smithy).*\.js$/ }, ({ path }) => {
      const found = REPLACED.find(([end]) => path.endsWith(end));
      if (found === undefined) {
        return undefined;
      }
      replaced.add(found[0]);
      return { contents: `${WANTED}\n${found[1]}`, loader: 'js' };
    });
    // Of its description a client needs no more than the version.
    onLoad({ filter: /node_modules.@aws-sdk.client-[a-z-]+.package\.json$/ }, () => ({
      contents: '{"version":""}',
      loader: 'json',
    }));
  },
};

const replaced = new Set();

/** A path that matches nothing any more means that the SDK has moved: what was left out would be back unseen. */
export function refuseMissed() {
  const missed = REPLACED.map(([end]) => end).filter((end) => !replaced.has(end));
  if (missed.length > 0) {
    throw new Error(`the AWS SDK has no ${missed.join(', ')} any more`);
  }
}
