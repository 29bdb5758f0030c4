import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { endpointUrl } from '../../core/endpoint/endpoint-url.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { InstanceStep, Setting } from '../../core/plan/step.ts';
import { variableSetting } from './machine-source.ts';

const ENDPOINTS = { ipv4: 'http://169.254.169.254', ipv6: 'http://[fd00:ec2::254]' } as const;

const SECONDS = 1;
const ATTEMPTS = 2;

export const V1_KEY = 'ec2_metadata_v1_disabled';

type InstanceSettings = Pick<
  InstanceStep,
  'endpoint' | 'override' | 'disabled' | 'v1' | 'timeoutMs' | 'attempts'
>;

/**
 * How the metadata service is asked: a variable, else a key of the profile that asks for it, else one of the profile
 * asked for (docs/wire.md, "Machines"). AwscredError CONFIG or USAGE for a value that is none.
 */
export function instanceSettings(own: Profile, { environment, profile }: PlanContext): InstanceSettings {
  const key = (name: string): Setting | null =>
    filledSettingOf(own, name) ?? (profile === null ? null : filledSettingOf(profile, name));
  const named = (variable: string, name: string): Setting | null => {
    const value = environment.get(variable);
    return value === null ? key(name) : variableSetting(variable, value);
  };
  const whole = (variable: string, name: string, most: number, preset: number): number => {
    const setting = named(variable, name);
    return setting === null ? preset : wholeNumber(own, name, setting, most);
  };
  const endpoint = named('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'ec2_metadata_service_endpoint');
  const disabled = named('AWS_EC2_METADATA_DISABLED', 'ec2_metadata_disabled');
  return {
    endpoint:
      endpoint === null
        ? ENDPOINTS[modeOf(own, named)]
        : endpointUrl(endpoint, endpoint.from ?? 'ec2_metadata_service_endpoint'),
    override: endpoint,
    disabled: isTrue(disabled) ? disabled : null,
    // A variable, which anything before us may have set, closes IMDSv1 and never opens it.
    v1:
      key(V1_KEY)?.value.toLowerCase() === 'false' && !isTrue(named('AWS_EC2_METADATA_V1_DISABLED', V1_KEY)),
    timeoutMs: 1000 * whole('AWS_METADATA_SERVICE_TIMEOUT', 'metadata_service_timeout', 60, SECONDS),
    attempts: whole('AWS_METADATA_SERVICE_NUM_ATTEMPTS', 'metadata_service_num_attempts', 10, ATTEMPTS),
  };
}

function isTrue(setting: Setting | null): boolean {
  return setting?.value.toLowerCase() === 'true';
}

function modeOf(
  own: Profile,
  named: (variable: string, name: string) => Setting | null,
): keyof typeof ENDPOINTS {
  const name = 'ec2_metadata_service_endpoint_mode';
  const setting = named('AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', name);
  const mode = setting?.value.toLowerCase() ?? 'ipv4';
  if (mode !== 'ipv4' && mode !== 'ipv6') {
    throw badSetting(own, name, setting ?? variableSetting(name, mode), { is: 'is not IPv4 or IPv6' });
  }
  return mode;
}

function wholeNumber(own: Profile, name: string, setting: Setting, most: number): number {
  const value = /^\d{1,3}$/.test(setting.value) ? Number(setting.value) : 0;
  if (value < 1 || value > most) {
    throw badSetting(own, name, setting, { is: `is not a whole number from 1 to ${most}` });
  }
  return value;
}
