import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVICES = ['sso-oidc/2019-06-10', 'sso/2019-06-10', 'sts/2011-06-15', 'iam/2010-05-08'];

/**
 * The environment in which Debian's AWS CLI 2.9, which knows no endpoint setting at all, finds every service at
 * `baseUrl`: one-rule endpoint rulesets under `folder`, which is its HOME too. Nothing of our own environment is in it.
 */
export function awsCliEnvironment(baseUrl: string, folder: string): Record<string, string> {
  const models = join(folder, 'models');
  for (const service of SERVICES) {
    mkdirSync(join(models, service), { recursive: true });
    writeFileSync(join(models, service, 'endpoint-rule-set-1.json'), ruleSet(baseUrl));
  }
  return {
    HOME: folder,
    PATH: '/usr/bin:/bin',
    AWS_DATA_PATH: models,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    LANG: 'C.UTF-8',
  };
}

function ruleSet(url: string): string {
  const text = (builtIn: string) => ({ builtIn, required: false, documentation: '', type: 'String' });
  const flag = (builtIn: string) => ({
    builtIn,
    required: true,
    default: false,
    documentation: '',
    type: 'Boolean',
  });
  return JSON.stringify({
    version: '1.0',
    parameters: {
      Region: text('AWS::Region'),
      UseDualStack: flag('AWS::UseDualStack'),
      UseFIPS: flag('AWS::UseFIPS'),
      Endpoint: text('SDK::Endpoint'),
      UseGlobalEndpoint: flag('AWS::STS::UseGlobalEndpoint'),
    },
    rules: [{ conditions: [], endpoint: { url, properties: {}, headers: {} }, type: 'endpoint' }],
  });
}
