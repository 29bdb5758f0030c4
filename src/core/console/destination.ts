import { signInSuffix } from '../endpoint/aws-host.ts';
import { type Partition, partitionOfRegion } from '../endpoint/partition.ts';
import type { Setting } from '../plan/step.ts';
import { printableValue, quoted } from '../text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { CONSOLE_PAGES, WITHOUT_REGION } from './pages.ts';

/** Which page of the console is wanted. */
export interface Page {
  /** `--service`: a name of the console's, or an alias; null for the console's home. */
  readonly service: string | null;
  /** `--path`: path and query on the console's own host; null for the service's page. */
  readonly path: string | null;
}

/**
 * The address of a page of the console (docs/wire.md, "Console"). AwscredError USAGE for a service or a path that
 * cannot be one, or for both; CONFIG for a region of another partition than the credentials'.
 */
export function destination(partition: Partition, region: Setting | null, page: Page): URL {
  const place = regionIn(partition, region);
  const host = `console.${signInSuffix(partition)}`;
  if (page.path !== null) {
    return onHost(page, new URL(`https://${place === null ? '' : `${place}.`}${host}`));
  }
  const name = serviceNamed(page.service ?? 'console');
  const isRegional = place !== null && !WITHOUT_REGION.has(name);
  const path = CONSOLE_PAGES.get(name) ?? name;
  const url = new URL(`https://${isRegional ? `${place}.` : ''}${host}/${withHome(path)}`);
  if (isRegional) {
    url.searchParams.set('region', place);
  }
  return url;
}

/** Null where nothing names a region, or one that is none (`aws-global`). */
function regionIn(partition: Partition, region: Setting | null): string | null {
  const name = region?.value.toLowerCase() ?? null;
  if (region === null || name === null || name.endsWith('-global')) {
    return null;
  }
  if (partitionOfRegion(name).name !== partition.name) {
    throw new AwscredError(
      'CONFIG',
      `region ${printableValue(region.value)} is not one of ${partition.name}, to which these credentials belong`,
      { at: region, hints: ['name one of its regions: --region'] },
    );
  }
  return name;
}

function serviceNamed(given: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/i.test(given)) {
    throw new AwscredError(
      'USAGE',
      `--service ${quoted(given)} is not a service: letters, digits and hyphens`,
      {
        hints: ['--path opens any page: `awscred console --path /s3/buckets/NAME PROFILE`'],
      },
    );
  }
  return given.toLowerCase();
}

/** A page that is named whole keeps its own end. */
function withHome(path: string): string {
  return path.includes('/') ? path : `${path}/home`;
}

/** The path may name nothing but a page of that host. */
function onHost({ path, service }: Page, base: URL): URL {
  const given = path ?? '';
  const isPlain = /^\/(?![/\\])[!-~]*$/.test(given) && !given.includes('\\');
  const url = isPlain && URL.canParse(given, base.href) ? new URL(given, base) : null;
  if (service !== null || url?.origin !== base.origin) {
    const why =
      service === null
        ? `${quoted(given)} is not a path that begins with one /`
        : 'and --service are two ways';
    throw new AwscredError('USAGE', `--path ${why}`, {
      hints: ['copy it from the console’s address, after the host: --path /s3/buckets/NAME'],
    });
  }
  return url;
}
