import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputs } from '../../../src/outputs/index.ts';
import type { OutputName } from '../../../src/outputs/output.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';

/** What a script does after a failed `assume`, and what it prints: the shell goes on, and knows. */
const SHELLS: readonly (readonly [OutputName, readonly string[], (line: string) => string])[] = [
  ['posix', ['sh'], (line) => `${line}; echo "status $?"`],
  ['fish', ['fish', '--no-config'], (line) => `${line}; echo "status $status"`],
  ['tcsh', ['tcsh', '-f'], (line) => `${line}\necho "status $status"`],
  ['elvish', ['elvish', '-norc'], (line) => `try { ${line}; echo went on } catch e { echo status 2 }`],
];

describe('a failed assume fails in the shell that evaluates it, and does not end it', () => {
  for (const [syntax, words, script] of SHELLS) {
    it(syntax, { skip: needs(words[0] ?? '') }, () => {
      const box = new Sandbox();
      box.write('.aws/config', '[profile a]\nregion = eu-west-1\n');
      const program = `${process.execPath} ${AWSCRED} assume nosuch -o ${syntax}`;
      const path = box.write('script', `${script(outputs[syntax].evalLine(program))}\n`);
      const [command = '', ...options] = words;
      const done = spawnSync(command, [...options, path], {
        env: box.environment(),
        cwd: box.home,
        encoding: 'utf8',
      });
      assert.equal(done.stdout, 'status 2\n', done.stderr);
      assert.match(done.stderr, /nosuch/);
    });
  }

  it('fish and elvish: the statement itself fails, whoever evaluates it', () => {
    const evaluated: readonly (readonly [OutputName, readonly string[], string])[] = [
      ['fish', ['fish', '--no-config', '-c'], `begin; STATEMENT end; echo "status $status"`],
      ['elvish', ['elvish', '-norc', '-c'], `try { STATEMENT } catch e { echo "status 3" }`],
      ['tcsh', ['tcsh', '-f', '-c'], `STATEMENT echo "status $status"`],
      ['posix', ['sh', '-c'], `STATEMENT echo "status $?"`],
    ];
    for (const [syntax, [command = '', ...options], script] of evaluated) {
      if (needs(command) === false) {
        const text = script.replace('STATEMENT', outputs[syntax].failure(3).replace('\n', ''));
        assert.equal(
          spawnSync(command, [...options, text], { encoding: 'utf8' }).stdout,
          'status 3\n',
          syntax,
        );
      }
    }
  });
});

describe('assume, then --unset, by eval in one shell', () => {
  it('brings back what the user had set, and keeps what the user has set since', () => {
    const box = new Sandbox();
    box.write('.aws/config', '[profile a]\nregion = eu-west-1\n[profile b]\n');
    const keys =
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/secret/key/00000000000000000001\n';
    box.write('.aws/credentials', `[a]\n${keys}[b]\n${keys}`);
    const awscred = `${process.execPath} ${AWSCRED}`;
    const show = `echo "\${AWS_PROFILE-none}|\${AWS_DEFAULT_PROFILE-none}|\${AWS_REGION-none}|\${AWS_DEFAULT_REGION-none}|\${AWSCRED_PROFILE-none}"`;
    const lines = [
      `export AWS_PROFILE="my 'own' profile" AWS_REGION=us-east-1`,
      `eval $(${awscred} assume a -o posix)`,
      show,
      `eval $(${awscred} assume b -o posix --region ap-south-1)`,
      show,
      `eval $(${awscred} assume --unset -o posix)`,
      show,
      `env | grep -c AWSCRED_PREVIOUS`,
      `eval $(${awscred} assume a -o posix)`,
      `export AWS_PROFILE=newer`,
      `eval $(${awscred} assume --unset -o posix)`,
      show,
    ];
    const path = box.write('script', `${lines.join('\n')}\n`);
    const done = spawnSync('sh', [path], { env: box.environment(), cwd: box.home, encoding: 'utf8' });
    assert.deepEqual(
      done.stdout.split('\n'),
      [
        'none|none|us-east-1|none|a',
        'none|none|ap-south-1|ap-south-1|b',
        "my 'own' profile|none|us-east-1|none|none",
        '0',
        'newer|none|us-east-1|none|none',
        '',
      ],
      done.stderr,
    );
  });
});

describe('exec hands its child these credentials alone', () => {
  it('and no other kind, marker or key to the store', async () => {
    const box = new Sandbox();
    box.write('.aws/config', '[profile a]\nregion = eu-west-1\n');
    const pair =
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/secret/key/00000000000000000001\n';
    box.write('.aws/credentials', `[a]\n${pair}`);
    const foreign = [
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_ROLE_ARN',
      'AWS_ROLE_SESSION_NAME',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
      'AWS_SECURITY_TOKEN',
      'AWS_SESSION_TOKEN',
      'AWS_ACCESS_KEY',
      'AWS_SECRET_KEY',
      'AWS_CREDENTIAL_FILE',
      'AWS_PROFILE',
      'AWS_DEFAULT_PROFILE',
      'AWS_VAULT',
      'AWSCRED_PREVIOUS_AWS_PROFILE',
      'AWSCRED_PREVIOUS_AWS_REGION',
    ];
    const passphrase = box.write('passphrase-too', 'x\n');
    const env = {
      ...Object.fromEntries(foreign.map((name) => [name, 'theirs'])),
      AWSCRED_PASSPHRASE_FILE: passphrase,
    };
    const child = ['exec', 'a', '--', process.execPath, '-p', 'JSON.stringify(process.env)'];
    const { status, stdout, stderr } = await box.run(child, { env });
    assert.equal(status, 0, stderr);
    const seen = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual(
      [...foreign, 'AWSCRED_PASSPHRASE_FILE'].filter((name) => name in seen),
      [],
    );
    assert.equal(seen['AWS_ACCESS_KEY_ID'], 'AKIAIOSFODNN7EXAMPLE');
  });

  for (const signal of [
    'SIGPIPE',
    'SIGHUP',
    'SIGALRM',
    'SIGUSR1',
    'SIGUSR2',
    'SIGXCPU',
    'SIGTERM',
    'SIGINT',
    'SIGQUIT',
  ]) {
    it(`passes ${signal} on`, () => {
      const box = new Sandbox();
      box.write('.aws/config', '[profile a]\nregion = eu-west-1\n');
      const pair =
        'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/secret/key/00000000000000000001\n';
      box.write('.aws/credentials', `[a]\n${pair}`);
      const name = signal.slice(3);
      const child = box.write(
        'child',
        `trap 'echo got ${name}; exit 7' ${name}\nkill -${name} $PPID\nwhile :; do sleep 0.05; done\n`,
      );
      const done = spawnSync(process.execPath, [AWSCRED, 'exec', 'a', '--', 'sh', child], {
        env: box.environment(),
        cwd: join(box.home),
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.equal(done.stdout, `got ${name}\n`, done.stderr);
      assert.equal(done.status, 7);
    });
  }
});
