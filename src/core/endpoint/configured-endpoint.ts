import { AwscredError } from '../../errors.ts';
import type { AwsService } from './aws-host.ts';
import type { Config, Profile, Section } from '../aws-files/config-model.ts';
import { endpointUrl } from './endpoint-url.ts';
import { printable, quotedValue } from '../text/printable.ts';
import { filledSettingOf } from '../aws-files/setting-of.ts';
import type { Setting } from '../plan/step.ts';
import { soundSection } from '../aws-files/sound-section.ts';
import type { Variables } from '../variables.ts';

interface EndpointInput {
  readonly environment: Variables;
  readonly config: Pick<Config, 'services'>;
  readonly profile: Profile | null;
}

/** An endpoint that a setting names: the URL to call, and that setting. */
interface ConfiguredEndpoint {
  readonly url: string;
  readonly setting: Setting;
}

/**
 * `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, its `endpoint_url`, in this
 * order; null where none is set or all are to be ignored (docs/aws-files.md, "Endpoints").
 */
export function configuredEndpoint(service: AwsService, input: EndpointInput): ConfiguredEndpoint | null {
  if (isIgnored(input)) {
    return null;
  }
  const id = service.replace('-', '_');
  const setting =
    variable(input, `AWS_ENDPOINT_URL_${id.toUpperCase()}`) ??
    variable(input, 'AWS_ENDPOINT_URL') ??
    (input.profile && (fromServices(input.profile, id, input.config) ?? fromProfile(input.profile)));
  if (setting === null) {
    return null;
  }
  const subject = setting.from ?? `profile ${printable(input.profile?.name ?? '', 80)}: endpoint_url`;
  return { url: endpointUrl(setting, subject), setting };
}

function isIgnored({ environment, profile }: EndpointInput): boolean {
  const value =
    environment.get('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ??
    (profile && filledSettingOf(profile, 'ignore_configured_endpoint_urls')?.value);
  return value?.toLowerCase() === 'true';
}

function variable({ environment }: EndpointInput, name: string): Setting | null {
  const value = environment.get(name);
  return value === null ? null : { value, file: null, line: null, from: name };
}

function fromProfile(profile: Profile): Setting | null {
  return filledSettingOf(profile, 'endpoint_url');
}

function fromServices(profile: Profile, id: string, { services }: Pick<Config, 'services'>): Setting | null {
  const named = filledSettingOf(profile, 'services');
  if (named === null) {
    return null;
  }
  const section = services.get(named.value);
  const subject = `profile ${printable(profile.name, 80)}: services = ${quotedValue(named.value)}`;
  if (section === undefined) {
    throw new AwscredError('CONFIG', `${subject}, but there is no such section`, { at: named });
  }
  soundSection(section, 'services');
  if (section.properties.size === 0) {
    throw new AwscredError('CONFIG', `${subject}, but that section is empty`, { at: section });
  }
  return fromBlock(section, id);
}

function fromBlock(section: Section, id: string): Setting | null {
  const block = section.properties.get(id);
  if (block === undefined || block.value === '') {
    return null;
  }
  const name = `services ${printable(section.name, 80)}: ${id}`;
  if (!(block.value instanceof Map)) {
    const message = `${name} is not a block (its keys go on indented lines below it)`;
    throw new AwscredError('CONFIG', message, { at: block });
  }
  const blockSection = { ...section, name, properties: block.value };
  return filledSettingOf(blockSection, 'endpoint_url');
}
