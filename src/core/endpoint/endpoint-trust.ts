import { AwscredError } from '../../errors.ts';
import { type AwsService, awsHosts } from './aws-host.ts';
import { printable } from '../text/printable.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../plan/step.ts';

type TrustSettings = Pick<Settings, 'trustedEndpoints' | 'plainHttp'>;

/**
 * Refuses (AwscredError UNTRUSTED_ENDPOINT, before anything is sent) plain http to another machine, and an SSO or
 * OIDC endpoint that is neither AWS's own for its region, nor loopback, nor in `trusted_endpoints`: those calls carry
 * bearer secrets (docs/wire.md, "Where secrets may go"). Whether a name is loopback is judged again at the connection.
 */
export function checkSite(site: Site, service: AwsService, settings: TrustSettings): void {
  const url = new URL(site.endpoint);
  const host = hostOf(url);
  if (url.protocol === 'http:' && !isLocal(host) && !settings.plainHttp.includes(host)) {
    throw refusal(site, {
      why: `plain http to ${printable(host)}, which is not this machine`,
      hint: { key: 'plain_http', hosts: [...settings.plainHttp, host] },
    });
  }
  // Their requests are signed: what goes out is good for one call.
  if (service !== 'sts' && service !== 'rolesanywhere') {
    checkBearerSite(site, service, settings);
  }
}

/** Refuses likewise a host that would get a secret which is good in anybody's hands. */
export function checkBearerSite(site: Site, service: AwsService, settings: TrustSettings): void {
  const url = new URL(site.endpoint);
  const host = hostOf(url);
  if (isLoopback(host) || isOwn(url, site, service) || settings.trustedEndpoints.includes(host)) {
    return;
  }
  throw refusal(site, {
    why: `${printable(host)} is not AWS's own host for ${service} in ${printable(site.region)}, and would receive sign-in secrets`,
    hint: { key: 'trusted_endpoints', hosts: [...settings.trustedEndpoints, host] },
  });
}

/** Whether what a site answers may satisfy a guard: it is AWS's own, or `trusted_endpoints` lists its host. */
export function isBelieved(site: Site, { trustedEndpoints }: Pick<Settings, 'trustedEndpoints'>): boolean {
  return site.override === null || trustedEndpoints.includes(hostOf(new URL(site.endpoint)));
}

/** The host of a URL as settings name it: lower case, without brackets, port or a final dot. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** Whether a host is loopback as written: an address, `localhost` or a name below it. */
function isLoopback(host: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(host) || host === '::1' || /^(?:.+\.)?localhost$/.test(host);
}

/** Addresses at which EC2, ECS and EKS serve metadata and credentials, always over plain http. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::23',
]);

function isLocal(host: string): boolean {
  return isLoopback(host) || METADATA.has(host);
}

// Not by suffix: anybody can have a host below amazonaws.com.
function isOwn(url: URL, site: Site, service: AwsService): boolean {
  const isPlain = url.protocol === 'https:' && url.port === '';
  return isPlain && awsHosts(service, site.region).includes(hostOf(url));
}

interface Refusal {
  readonly why: string;
  readonly hint: { readonly key: string; readonly hosts: readonly string[] };
}

function refusal({ override }: Site, { why, hint }: Refusal): AwscredError {
  const origin = override?.from ?? (override === null ? 'the endpoint' : 'endpoint_url');
  return new AwscredError('UNTRUSTED_ENDPOINT', `${origin}: ${why}; nothing was sent`, {
    at: override,
    hints: [`if that host is yours: awscred settings set ${hint.key} ${pasteableHosts(hint.hosts)}`],
  });
}

// URL parsers accept `$(…)` and `;` in a host name: a pasted hint must not run them.
function pasteableHosts(hosts: readonly string[]): string {
  return hosts.map((host) => (/^[a-z0-9.:][a-z0-9.:-]*$/.test(host) ? host : 'HOST')).join(',');
}
