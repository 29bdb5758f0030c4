import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { childProcesses } from '../../../../src/adapters/process/program/child-processes.ts';
import { AwscredError } from '../../../../src/errors.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';
import { until } from '../../../support/process/until.ts';

const LIMIT = { timeoutMs: 10_000 };

async function refusal(line: string): Promise<AwscredError> {
  const error: unknown = await childProcesses.run(line, LIMIT).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof AwscredError, `${line} was run`);
  return error;
}

describe('a program that a config names', () => {
  it('is started without a shell, its words split as a shell splits them', async () => {
    assert.equal(await childProcesses.run(`/bin/echo 'a  b' "$(id)" c;d`, LIMIT), 'a  b $(id) c;d\n');
  });

  it('gets our variables, but no AWS credentials', async () => {
    const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION'];
    names.forEach((name) => (process.env[name] = `value of ${name}`));
    try {
      const seen = await childProcesses.run('/usr/bin/env', LIMIT);
      const passed = names.filter((name) => seen.includes(`value of ${name}\n`));
      assert.deepEqual(passed, ['AWS_REGION']);
      assert.match(seen, /^PATH=/m);
    } finally {
      names.forEach((name) => delete process.env[name]);
    }
  });

  it('is never one of the current folder', async () => {
    const [before, path] = [process.cwd(), process.env['PATH']];
    const folder = mkdtempSync(join(tempFolder(), 'hostile-'));
    writeFileSync(join(folder, 'otp'), '#!/bin/sh\necho 123456\n', { mode: 0o755 });
    process.chdir(folder);
    process.env['PATH'] = `.::${path ?? ''}`;
    try {
      assert.match((await refusal('./otp')).message, /\.\/otp is a relative path/);
      assert.match((await refusal(`../${folder.split('/').at(-1) ?? ''}/otp`)).message, /is a relative path/);
      assert.match((await refusal('otp')).message, /otp could not be started/);
      assert.equal(await childProcesses.run(join(folder, 'otp'), LIMIT), '123456\n');
    } finally {
      process.chdir(before);
      process.env['PATH'] = path;
    }
  });

  it('that prints without end, hangs or fails is an error without its output', async () => {
    assert.match((await refusal('/usr/bin/yes')).message, /ended by SIGKILL/);
    assert.match((await refusal('/bin/false')).message, /ended with status 1/);
    await assert.rejects(childProcesses.run('/bin/sleep 60', { timeoutMs: 50 }), /ended by SIGKILL/);
  });

  const script = (body: string): { readonly program: string; readonly pid: () => number } => {
    const folder = mkdtempSync(join(tempFolder(), 'program-'));
    writeFileSync(join(folder, 'otp'), `#!/bin/sh\n${body.replaceAll('PID', `${folder}/pid`)}\n`, {
      mode: 0o755,
    });
    return { program: join(folder, 'otp'), pid: () => Number(readFileSync(join(folder, 'pid'), 'utf8')) };
  };
  const runs = (pid: number): boolean =>
    existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

  it('that hangs in another program ends with it, in its time', async () => {
    const { program, pid } = script('sleep 300 & echo $! > PID; wait; echo 123456');
    const began = Date.now();
    await assert.rejects(childProcesses.run(program, { timeoutMs: 2000 }), /ended by SIGKILL/);
    assert.ok(Date.now() - began < 5_000);
    await until(() => !runs(pid()));
  });

  it('that leaves another behind, which holds its output open, has answered when it ends', async () => {
    const { program, pid } = script('sleep 300 & echo $! > PID; echo 123456');
    const began = Date.now();
    assert.equal(await childProcesses.run(program, { timeoutMs: 60_000 }), '123456\n');
    assert.ok(Date.now() - began < 10_000);
    assert.ok(runs(pid()), 'an agent that was started stays');
    process.kill(pid(), 'SIGKILL');
  });
});
