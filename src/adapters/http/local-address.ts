import { BlockList, isIP } from 'node:net';

/**
 * True for an IP address that never leaves this machine or instance: loopback, or one of the metadata
 * addresses of EC2, ECS and EKS (docs/wire.md, "Metadata addresses"). A name is never one: look it up first.
 */
export function isLocalAddress(address: string): boolean {
  // In this order: isIP compiles a long expression before it tells an IPv6 address from a name.
  const isPlain = /^[0-9.]*$/.test(address);
  if (!isPlain && !address.includes(':')) {
    return false;
  }
  return isIP(address) !== 0 && localAddresses().check(address, isPlain ? 'ipv4' : 'ipv6');
}

/** True for an IP address of this machine's own loopback, IPv4 inside IPv6 too. */
export function isLoopbackAddress(address: string): boolean {
  return /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/i.test(address);
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

let known: BlockList | null = null;

// Made when first asked for: most commands never look at an address.
function localAddresses(): BlockList {
  if (known !== null) {
    return known;
  }
  known = new BlockList();
  known.addSubnet('127.0.0.0', 8, 'ipv4');
  known.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
  known.addAddress('::1', 'ipv6');
  for (const metadata of ['169.254.169.254', '169.254.170.2', '169.254.170.23']) {
    known.addAddress(metadata, 'ipv4');
  }
  for (const metadata of ['fd00:ec2::254', 'fd00:ec2::23']) {
    known.addAddress(metadata, 'ipv6');
  }
  return known;
}
