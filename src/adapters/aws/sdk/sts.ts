// What we use of the client, and the whole of one chunk of the bundle: scripts/bundle.mjs bundles this file by itself.
export {
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetScopedCredentialsCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
