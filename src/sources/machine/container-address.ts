import { endpointUrl } from '../../core/endpoint/endpoint-url.ts';
import { hostOf } from '../../core/endpoint/endpoint-trust.ts';
import { printable } from '../../core/text/printable.ts';
import type { Variables } from '../../core/variables.ts';
import { AwscredError } from '../../errors.ts';
import { variableSetting } from './machine-source.ts';

const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
export const ADDRESS_VARIABLES = `${RELATIVE} nor ${FULL}`;

/** ECS's own address, for which `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` gives the path. */
const ECS = 'http://169.254.170.2';

/** Addresses of ECS and EKS, which never leave the machine. */
const AWS_OWN = ['169.254.170.2', '169.254.170.23', 'fd00:ec2::23'];

export interface ContainerAddress {
  readonly url: string;
  readonly from: string;
  /** Whether it is the address of ECS or EKS. */
  readonly isAws: boolean;
}

/**
 * Where the variables say that this container's credentials are; null where neither is set. AwscredError CONFIG for what
 * is no URL or path, UNTRUSTED_ENDPOINT for plain http to any host but loopback, ECS's and EKS's.
 */
export function containerAddress(variables: Variables): ContainerAddress | null {
  const path = variables.get(RELATIVE);
  const full = variables.get(FULL);
  if (path === null && full === null) {
    return null;
  }
  const from = path === null ? FULL : RELATIVE;
  const url = path === null ? wholeUrl(full ?? '') : taskUrl(path);
  if (url.protocol === 'http:' && !isOfThisMachine(hostOf(url))) {
    throw new AwscredError(
      'UNTRUSTED_ENDPOINT',
      `${from}: plain http to ${printable(hostOf(url))}, which is no address of this container; nothing was sent`,
      { hints: [`only loopback, ${AWS_OWN.join(', ')} are asked over http: use one of them, or https`] },
    );
  }
  return { url: url.href, from, isAws: url.protocol === 'http:' && AWS_OWN.includes(hostOf(url)) };
}

/** The AWS SDKs put host and path together as they stand: a path without its slash would be another host. */
function taskUrl(path: string): URL {
  if (!/^\/(?!\/)[!-~]*$/.test(path)) {
    throw new AwscredError('CONFIG', `${RELATIVE} is not a path that begins with one "/"`, {
      hints: [`unset it, or set ${FULL} to a whole URL`],
    });
  }
  return new URL(`${ECS}${path}`);
}

/** The query, which endpoints elsewhere may not have, is part of it. */
function wholeUrl(text: string): URL {
  const [address = '', ...query] = text.split('?');
  const base = endpointUrl(variableSetting(FULL, address), FULL);
  // endpointUrl takes the final slash away.
  const slash = address.endsWith('/') ? '/' : '';
  return new URL(`${base}${slash}${query.length === 0 ? '' : `?${query.join('?')}`}`);
}

function isOfThisMachine(host: string): boolean {
  return (
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(host) ||
    host === '::1' ||
    host === 'localhost' ||
    AWS_OWN.includes(host)
  );
}
