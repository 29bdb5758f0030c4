import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { builtInWorld } from '../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../support/process/cleanup.ts';
import { AWSCRED, ROOT, Sandbox } from '../support/sandbox.ts';
import { until } from '../support/process/until.ts';

interface Running {
  readonly url: string;
  readonly told: string;
}

/** Starts the program and waits for all that it says when it answers. */
async function started(sandbox: Sandbox, args: readonly string[], says: RegExp): Promise<Running> {
  const child = sandbox.start([process.execPath, AWSCRED, 'dev-server', ...args]);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text: Buffer) => (output.stdout += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (output.stderr += text.toString()));
  atEnd(() => void child.kill('SIGTERM'));
  await until(() => output.stdout.endsWith('\n') && says.test(output.stderr));
  return { url: output.stdout, told: output.stderr };
}

const EXPORTS = /^ {2}export (AWS_CONFIG_FILE|AWS_SHARED_CREDENTIALS_FILE)=(.*)$/gm;

/** The whole code block of the document that holds a text. */
function example(fence: string): string {
  const text = readFileSync(join(ROOT, 'docs', 'dev-server.md'), 'utf8');
  return new RegExp(`\`\`\`${fence}\\n([^\`]*)\`\`\``).exec(text)?.[1] ?? '';
}

describe('dev-server', () => {
  for (const [what, folder] of [
    ['a plain folder', 'awslocal'],
    ['a folder with blanks and quotes', "aws local's"],
  ] as const) {
    it(`says on stderr what to type, in ${what}; the lines work in a shell`, async () => {
      const sandbox = new Sandbox();
      const { url, told } = await started(sandbox, ['--write-config', folder], /eval \$\(awscred assume/);
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\n$/);
      const exports = [...told.matchAll(EXPORTS)].map(([line]) => line.trim());
      assert.equal(exports.length, 2, told);
      assert.match(told, /^ {2}awscred explain prod-readonly$/m);
      assert.match(told, /^ {2}eval \$\(awscred assume prod-readonly\)$/m);
      for (const line of told.trimEnd().split('\n')) {
        assert.match(line, /^(?:awscred: | {2})/);
      }
      const script = `${exports.join('\n')}\n"$0" "$1" list prod-readonly`;
      const listed = await sandbox.program(['/bin/sh', '-c', script, process.execPath, AWSCRED], {
        cwd: '/',
      });
      assert.match(listed.stdout, /^prod-readonly\t444455556666\tReadOnly\t/, listed.stderr);
    });
  }

  it('says which option writes a config, without one; nothing under -q', async () => {
    const sandbox = new Sandbox();
    const { told } = await started(sandbox, [], /--write-config DIR\n/);
    assert.match(told, /^ {2}awscred dev-server --write-config DIR$/m);
    assert.equal((await started(sandbox, ['-q'], /^/)).told, '');
  });

  it('the world of docs/dev-server.md does what the document says', async () => {
    const sandbox = new Sandbox();
    const world = JSON.parse(example('json')) as Record<string, unknown>;
    assert.deepEqual(Object.keys(world), Object.keys(builtInWorld));
    sandbox.write('world.json', example('json'));
    const { url } = await started(sandbox, ['--world', 'world.json', '--write-config', 'awslocal'], /eval/);
    const env = {
      AWS_CONFIG_FILE: join(sandbox.home, 'awslocal/config'),
      AWS_SHARED_CREDENTIALS_FILE: join(sandbox.home, 'awslocal/credentials'),
    };
    const listed = await sandbox.run(['list'], { env });
    assert.deepEqual(
      listed.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
      ['bastion', 'jane', 'deploy'],
    );
    const code = await (
      await fetch(`${url.trim()}/_dev/mfa-code?serial=arn:aws:iam::111122223333:mfa/jane`)
    ).text();
    const who = await sandbox.run(['whoami', 'deploy', '-t', /\d{6}/.exec(code)?.[0] ?? ''], { env });
    assert.match(who.stdout, /^arn:aws:sts::444455556666:assumed-role\/Deployer\//, who.stderr);
    assert.equal((await sandbox.run(['process', 'deploy'], { env })).status, 0);
  });

  it('every key of a world is in the document', () => {
    const text = readFileSync(join(ROOT, 'docs', 'dev-server.md'), 'utf8');
    const keys = JSON.stringify(builtInWorld).matchAll(/"(\w+)":/g);
    for (const [, key] of keys) {
      if (!/^(?:Version|Statement|StringEquals|Bool)$/.test(key ?? '')) {
        assert.ok(text.includes(key ?? ''), key);
      }
    }
  });
});
