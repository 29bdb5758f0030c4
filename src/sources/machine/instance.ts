import type { Profile } from '../../core/aws-files/config-model.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { InstanceStep, Setting, Site } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import type { Source } from '../source.ts';
import { instanceSettings } from './instance-settings.ts';
import { askedBy, OF_A_MACHINE, ownSource } from './machine-source.ts';

/** The role of an EC2 instance, from its metadata service. */
export const instance: Source<InstanceStep> = {
  kind: 'instance',
  ...OF_A_MACHINE,
  credentialSource: 'Ec2InstanceMetadata',

  claim(profile, context) {
    const setting = ownSource(profile, 'instance');
    return setting === null ? null : { step: machineStep(profile, setting, context), upstream: null };
  },

  machineStep,
  identity: () => ({ role: null, account: null, who: 'the role of this instance' }),
  label: () => 'credentials of this instance',
  digest: (step) => [step.endpoint, step.machine],
  capped: (step) => step,
  origin: () => 'instance',
  headline: () => 'role of this instance',
  sites: (step) => foreignSite(step),
  caller: () => ({ short: 'this instance', full: 'the role of this instance', isUser: false, hasMfa: false }),

  describe(step) {
    return step.disabled === null
      ? `asks ${printable(step.endpoint)} by IMDSv2${step.v1 ? ', else by IMDSv1' : ''}`
      : `asks nobody: ${step.disabled.from ?? 'ec2_metadata_disabled'} turns the metadata service off`;
  },

  async run(step, _upstream, context) {
    const { askInstance } = await import('./ask-instance.ts');
    return askInstance(step, context);
  },
};

function machineStep(profile: Profile, setting: Setting, context: PlanContext): InstanceStep {
  const { override, ...settings } = instanceSettings(profile, context);
  return {
    kind: 'instance',
    profile: profile.name,
    settings: {
      ...askedBy(profile, setting),
      ...(override === null ? {} : { ec2_metadata_service_endpoint: override }),
    },
    asks: null,
    caps: [],
    mfa: null,
    ...settings,
    override,
    machine: context.environment.machine,
  };
}

function foreignSite({ endpoint, override }: InstanceStep): readonly Site[] {
  return override === null ? [] : [{ region: '', endpoint, override, caBundle: null }];
}
