import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * True for an IP address that never leaves this machine or instance: loopback, or one of the metadata
 * addresses of EC2, ECS and EKS (`reference/protocols.md` §5.3). A name is never one: look it up first.
 */
export function isLocalAddress(address: string): boolean {
  return isIP(address) !== 0 && LOCAL.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** True for a host that is called directly whatever the proxy variables say: a local address, or `localhost`. */
export function isLocalHost(host: string): boolean {
  const bare = bareHost(host);
  return bare === 'localhost' || bare.endsWith('.localhost') || isLocalAddress(bare);
}

/** A URL's host name as sockets want it: lower case, without brackets or the final dot. */
export function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

const LOCAL = new BlockList();
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
LOCAL.addAddress('::1', 'ipv6');
for (const metadata of ['169.254.169.254', '169.254.170.2', '169.254.170.23']) {
  LOCAL.addAddress(metadata, 'ipv4');
}
for (const metadata of ['fd00:ec2::254', 'fd00:ec2::23']) {
  LOCAL.addAddress(metadata, 'ipv6');
}
