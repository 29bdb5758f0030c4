import type { Credentials } from '../core/credentials.ts';
import type { KeyPair } from '../core/kept-keys.ts';
import type { Site } from '../core/plan/step.ts';

/** A user's access key as IAM lists it. */
export interface ListedKey {
  readonly accessKeyId: string;
  readonly isActive: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** When and for what a key was used last; IAM may be hours behind. */
export interface LastUse {
  /** Epoch milliseconds; null where IAM knows of none. */
  readonly at: number | null;
  readonly service: string | null;
  readonly region: string | null;
}

/** Whose key a call is about; `user` must be named where temporary credentials sign. */
export interface KeyName {
  readonly user: string;
  readonly accessKeyId: string;
}

/**
 * The IAM calls that awscred makes. Each retries what is safe to retry, throws AwsRefusal where IAM refused, and
 * AwscredError NETWORK and the like otherwise. `createAccessKey` is not repeated where IAM may have seen it.
 */
export interface Iam {
  listAccessKeys(site: Site, as: Credentials, user: string): Promise<readonly ListedKey[]>;
  createAccessKey(site: Site, as: Credentials, user: string): Promise<KeyPair>;
  setActive(site: Site, as: Credentials, key: KeyName, isActive: boolean): Promise<void>;
  deleteAccessKey(site: Site, as: Credentials, key: KeyName): Promise<void>;
  lastUse(site: Site, as: Credentials, accessKeyId: string): Promise<LastUse>;
  hasMfaDevice(site: Site, as: Credentials, user: string): Promise<boolean>;
  /** Whether the account's credential report is there; begins one where it is not. */
  generateCredentialReport(site: Site, as: Credentials): Promise<boolean>;
  /** CSV, at most 16 MiB. */
  credentialReport(site: Site, as: Credentials): Promise<string>;
}
