import { createHash } from 'node:crypto';
import type { Profile } from '../../core/aws-files/config-model.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { ContainerStep, Setting, Site } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import type { Variables } from '../../core/variables.ts';
import type { Source } from '../source.ts';
import { containerAddress } from './container-address.ts';
import { askedBy, OF_A_MACHINE, ownSource, variableSetting } from './machine-source.ts';

/** The role of an ECS task or an EKS pod, from the endpoint that its variables name. */
export const container: Source<ContainerStep> = {
  kind: 'container',
  ...OF_A_MACHINE,
  credentialSource: 'EcsContainer',

  claim(profile, context) {
    const setting = ownSource(profile, 'container');
    return setting === null ? null : { step: machineStep(profile, setting, context), upstream: null };
  },

  machineStep,
  identity: () => ({ role: null, account: null, who: 'the role of this container' }),
  label: () => 'credentials of this container',
  digest: (step) => [step.url, step.token?.digest ?? null, step.machine],
  capped: (step) => step,
  origin: () => 'container',
  headline: () => 'role of this container',
  sites: (step) => foreignSite(step),
  caller: () => ({
    short: 'this container',
    full: 'the role of this container',
    isUser: false,
    hasMfa: false,
  }),

  // The path is a secret of the task's.
  describe(step) {
    return step.url === null
      ? 'asks the endpoint that AWS_CONTAINER_CREDENTIALS_… name; none of them is set here'
      : `asks ${printable(new URL(step.url).origin)} (${step.from ?? ''})`;
  },

  async run(step, _upstream, context) {
    const { askContainer } = await import('./ask-container.ts');
    return askContainer(step, context);
  },
};

function machineStep(profile: Profile, setting: Setting, context: PlanContext): ContainerStep {
  const { environment } = context;
  const address = containerAddress(environment);
  return {
    kind: 'container',
    profile: profile.name,
    settings: askedBy(profile, setting),
    asks: null,
    caps: [],
    mfa: null,
    url: address?.url ?? null,
    from: address?.from ?? null,
    token: tokenOf(environment),
    machine: environment.machine,
  };
}

const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';

/** The file wins, as in the AWS CLI. Its text changes while the pod lives, so its path stands for it. */
function tokenOf(environment: Variables): ContainerStep['token'] {
  const file = environment.get(TOKEN_FILE);
  if (file !== null) {
    return { from: TOKEN_FILE, file, digest: file };
  }
  const token = environment.get(TOKEN);
  return token === null
    ? null
    : { from: TOKEN, file: null, digest: createHash('sha256').update(token).digest('hex') };
}

/** Host and port alone: the path is not for eyes. */
function foreignSite({ url, from }: ContainerStep): readonly Site[] {
  if (
    url === null ||
    from === null ||
    /^http:\/\/(?:169\.254\.170\.23?|\[fd00:ec2::23\])(?:[/:?]|$)/.test(url)
  ) {
    return [];
  }
  const endpoint = new URL(url).origin;
  return [{ region: '', endpoint, override: variableSetting(from, endpoint), caBundle: null }];
}
