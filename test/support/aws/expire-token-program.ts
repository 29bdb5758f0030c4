// Makes the access token in a home's store look expired; the environment says which home, bus and store.
import { Secret } from '../../../src/core/secret.ts';
import { storeWorld } from '../store/store-world.ts';

/** The key of the built-in world's session. */
const key = JSON.stringify({
  scopes: ['sso:account:access'],
  session: 'acme',
  ssoRegion: 'eu-west-1',
  startUrl: 'https://acme.awsapps.com/start',
});

const variables = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);
const { store } = storeWorld(variables, {
  store: variables['AWSCRED_STORE'] === 'file' ? 'file' : 'keychain',
});
const value = await store.get({ kind: 'sso', key });
const row = store.rows().find((each) => each.kind === 'sso');
if (value === null || row === undefined) {
  throw new Error('there is no sign-in to expire');
}
const token = JSON.parse(value.reveal()) as Record<string, unknown>;
const text = JSON.stringify({ ...token, expiresAt: Date.now() - 1000 });
await store.put({ kind: 'sso', key }, new Secret(text), row);
