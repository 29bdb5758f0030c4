// Makes one call of each client, as a program of its own; see isolation.test.ts. argv: base URL, CA bundle.
import { createAws } from '../../../src/adapters/aws/transport/create-aws.ts';
import { lazyHttp } from '../../../src/adapters/http/lazy-http.ts';
import { nodeRandom } from '../../../src/adapters/process/node-random.ts';
import { systemClock } from '../../../src/adapters/process/system-clock.ts';
import { Secret } from '../../../src/core/secret.ts';

const [endpoint = '', caBundle = null] = process.argv.slice(2);
const site = { region: 'eu-west-1', endpoint, override: null, caBundle };
const report = {
  warn: (line: string) => process.stdout.write(`${line}\n`),
  debug: () => undefined,
  busy: () => () => undefined,
};
const aws = createAws({
  http: lazyHttp({
    get: (name) => process.env[name] ?? null,
    plainHttp: [],
    onOverriddenTls: (message) => report.warn(message),
  }),
  home: '',
  clock: systemClock,
  random: nodeRandom,
  report,
  terminal: { available: false, say: () => undefined },
});
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('example-only'),
  sessionToken: null,
  expiresAt: null,
  accountId: null,
  arn: null,
};
const outcomes = await Promise.allSettled([
  aws.getCallerIdentity(site, keys),
  aws.getRoleCredentials(site, new Secret('token'), { accountId: '1', roleName: 'r' }),
  aws.createToken(
    site,
    { clientId: 'c', clientSecret: new Secret('s'), expiresAt: 0 },
    { type: 'device-code', deviceCode: new Secret('d') },
  ),
]);
for (const outcome of outcomes) {
  const reason = outcome.status === 'rejected' ? (outcome.reason as { message: string }).message : 'done';
  process.stdout.write(`${reason}\n`);
}
