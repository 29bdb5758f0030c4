import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';

const LONG = 400_000;
/** What a quadratic search stumbles over: a long run that does not end the value. */
const RUNS = ['/', '/#', ' ', '-', '.', ':', '@', '#', "'", '"', '=', '[', '%41', '\\', '_a'];

/** Keys whose values are searched, each as a value around the run. */
const KEYS: readonly (readonly [string, (run: string) => string])[] = [
  ['endpoint_url', (run) => `https://aws.test/${run}x`],
  ['sso_start_url', (run) => `https://acme.awsapps.com/start${run}x`],
  ['role_arn', (run) => `arn:aws:iam::444455556666:role/${run}x`],
  ['mfa_serial', (run) => `arn:aws:iam::444455556666:mfa/${run}x`],
  ['region', (run) => `eu-west-1${run}x`],
  ['role_session_name', (run) => `a${run}x`],
  ['session_tags', (run) => `a=${run}x`],
  ['ca_bundle', (run) => `/etc/${run}x`],
];

function config(run: string): string {
  const sections = KEYS.map(([key, value], index) => {
    const others = ['region = eu-west-1', 'sso_region = eu-west-1', 'sso_account_id = 111122223333'];
    const rest = [
      ...others,
      'sso_role_name = R',
      ...(key === 'sso_start_url' ? [] : ['sso_start_url = https://a.awsapps.com/start']),
    ].filter((line) => !line.startsWith(`${key} `));
    return `[profile p${index}]\n${rest.join('\n')}\n${key} = ${value(run)}\n`;
  });
  return `${sections.join('')}[profile ${run}x]\n[${run}\n[sso-session ${run}x]\nsso_region = eu-west-1\n`;
}

describe('values of 400 KB take no longer than their length', () => {
  for (const char of RUNS) {
    it(`${JSON.stringify(char)} over and over, in each key and in headers`, async () => {
      const box = new Sandbox();
      box.write('.aws/config', config(char.repeat(Math.ceil(LONG / char.length))));
      box.write('.aws/credentials', '');
      // A quadratic search takes minutes here.
      const results = await Promise.all(
        [['list'], ['config', 'show'], ['explain', 'p0'], ['explain', 'p1']].map(async (args) =>
          box.run(args, { timeoutMs: 60_000 }),
        ),
      );
      for (const { status, signal, stderr } of results) {
        assert.equal(signal, null);
        assert.ok(status === 0 || status === 2, stderr.slice(0, 500));
      }
    });
  }
});
