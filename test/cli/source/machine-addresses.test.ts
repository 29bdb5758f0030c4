import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, ROOT, Sandbox } from '../../support/sandbox.ts';

const PROGRAM = join(ROOT, 'dist', 'test', 'support', 'machine-addresses.js');
const onlyRoot = process.geteuid?.() === 0 ? false : 'only root can give a loopback other addresses';

const ADDRESSES = [
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23'].map(
    (address) => `ip address add ${address}/32 dev lo`,
  ),
  ...['fd00:ec2::254', 'fd00:ec2::23'].map((address) => `ip -6 address add ${address}/128 dev lo nodad`),
];

describe('AWS’s own addresses', { skip: onlyRoot || needs('unshare', 'ip') }, () => {
  it('of EC2, ECS and EKS are asked, past any proxy', async () => {
    const sandbox = new Sandbox();
    const config = sandbox.write('.aws/config', '');
    const network = ['ip link set lo up', ...ADDRESSES, 'exec "$@"'].join(' && ');
    const words = ['unshare', '-n', 'sh', '-c', network, 'sh', process.execPath, PROGRAM, AWSCRED, config];
    const { stdout, stderr } = await sandbox.program(words);
    const instance = 'arn:aws:sts::111122223333:assumed-role/Machine/i-0abc123def4567890';
    const task = 'arn:aws:sts::111122223333:assumed-role/Machine/task-0123456789abcdef';
    assert.deepEqual(stdout === '' ? stderr : JSON.parse(stdout), [
      ['instance', instance, ''],
      ['instance', instance, ''],
      ['container', task, ''],
      ['container', task, ''],
      ['container', task, ''],
    ]);
  });
});
