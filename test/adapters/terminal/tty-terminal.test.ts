import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal, type TerminalResult, type TerminalRun } from '../../support/pty.ts';

const PROGRAM = fileURLToPath(new URL('./terminal-program.js', import.meta.url));
const skip = needs(PYTHON);

function run(action: string, options: TerminalRun = {}, ...rest: string[]): Promise<TerminalResult> {
  return runOnTerminal([process.execPath, PROGRAM, action, ...rest], options);
}

describe('the terminal', { skip }, () => {
  it('asks on the terminal while stdin is a pipe that never closes', async () => {
    const result = await run('ask', { dialog: [{ expect: /^MFA code for jane.*: $/m, send: '123456\n' }] });
    assert.deepEqual([result.status, result.stdout, result.stderr], [0, '"123456"\n', '']);
    assert.equal(result.tty, 'MFA code for jane (111122223333), covers the next 12h: 123456\n');
  });

  it('gives each try a line of its own, and takes what was typed ahead', async () => {
    const result = await run('ask-twice', { dialog: [{ expect: /MFA code/, send: '1\n2\n' }] });
    assert.equal(result.stdout, '["1","2"]\n');
    assert.equal(result.tty.split('\n').filter((line) => line.includes('MFA code')).length, 2, result.tty);
  });

  it('leaves the rest of what was typed for the shell', async () => {
    const dialog = [{ expect: /MFA code/, send: '123456\nls -l\n' }];
    const line = `${process.execPath} ${PROGRAM} ask; read -r rest </dev/tty; echo "rest: $rest"`;
    const result = await runOnTerminal(['/bin/sh', '-c', line], { dialog });
    assert.equal(result.stdout, '"123456"\nrest: ls -l\n');
  });

  it('asks again for an empty answer, three times in all', async () => {
    const dialog = [1, 2, 3].map(() => ({ expect: /MFA code/, send: '\n' }));
    const result = await run('ask', { dialog });
    assert.deepEqual([result.status, result.stdout], [0, 'null\n']);
  });

  it('takes Ctrl-D for a refusal', async () => {
    const result = await run('ask', { dialog: [{ expect: /MFA code/, send: '\x04' }] });
    assert.deepEqual([result.stdout, result.cooked], ['null\n', true]);
  });

  it('dies of SIGINT on Ctrl-C', async () => {
    const result = await run('ask', { dialog: [{ expect: /MFA code/, send: '\x03' }] });
    assert.deepEqual([result.signal, result.stdout, result.cooked], ['SIGINT', '', true]);
  });

  it('hides a passphrase', async () => {
    const result = await run('secret', { dialog: [{ expect: /Passphrase:/, send: 'correct horse\r' }] });
    assert.equal(result.stdout, '"correct horse"\n');
    assert.deepEqual([result.tty, result.cooked], ['Passphrase: \n', true]);
  });

  it('ends with 130 on Ctrl-C in a passphrase, and takes Ctrl-D for a refusal', async () => {
    const stopped = await run('secret', { dialog: [{ expect: /Passphrase:/, send: 'abc\x03' }] });
    assert.deepEqual([stopped.status, stopped.stdout, stopped.cooked], [130, '', true]);
    const refused = await run('secret', { dialog: [{ expect: /Passphrase:/, send: '\x04' }] });
    assert.deepEqual([refused.status, refused.stdout, refused.cooked], [0, 'null\n', true]);
  });

  it('confirms: the preset for an empty answer, no at end of input', async () => {
    const dialog = (send: string): TerminalRun => ({ dialog: [{ expect: /\[Y\/n\]/, send }] });
    assert.equal((await run('confirm', dialog('\n'))).stdout, 'true\n');
    assert.equal((await run('confirm', dialog('n\n'))).stdout, 'false\n');
    assert.equal((await run('confirm', dialog('\x04'))).stdout, 'false\n');
  });

  it('says a line on the terminal, escaped', async () => {
    const result = await run('say', {}, 'refused\u001b]0;title\u0007: each code works once');
    assert.deepEqual([result.stdout, result.stderr], ['null\n', '']);
    assert.equal(result.tty, 'refused\\u{1b}]0;title\\u{7}: each code works once\n');
  });
});

describe('the picker', { skip }, () => {
  it('finds fuzzily', async () => {
    const dialog = [
      { expect: /Profile.*staging/s, send: 'prdro' },
      { expect: /prdro.*\n.*❯ prod-readonly/, send: '\r' },
    ];
    const result = await run('choose', { dialog });
    assert.deepEqual([result.status, result.stdout, result.cooked], [0, '"prod-readonly"\n', true]);
    assert.ok(!result.tty.includes('\u001b[31mred'), 'a name reached the terminal unescaped');
  });

  it('keeps the order given', async () => {
    const result = await run('choose', { dialog: [{ expect: /staging/, send: '\r' }] });
    assert.equal(result.stdout, '"prod-admin"\n');
  });

  for (const [key, send] of [
    ['Escape', '\x1b'],
    ['Ctrl-D', '\x04'],
  ] as const) {
    it(`gives up on ${key}`, async () => {
      const result = await run('choose', { dialog: [{ expect: /staging/, send }] });
      assert.deepEqual([result.status, result.stdout, result.cooked], [0, 'null\n', true]);
    });
  }

  it('ends with 130 on Ctrl-C, the mode restored', async () => {
    const result = await run('choose', { dialog: [{ expect: /staging/, send: '\x03' }] });
    assert.deepEqual([result.status, result.stdout, result.cooked], [130, '', true]);
  });

  for (const [signal, status] of [
    ['SIGHUP', 129],
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    it(`restores the mode on ${signal} and ends with its status, so that stdout can say so`, async () => {
      const result = await run('choose', { dialog: [{ expect: /staging/, signal }] });
      assert.deepEqual([result.signal, result.status], [null, status]);
      assert.deepEqual([result.stdout, result.cooked], ['', true]);
    });
  }
});

describe('without a terminal', { skip }, () => {
  const cases: readonly (readonly [string, TerminalRun])[] = [
    ['in a session without one', { terminal: 'none' }],
    ['as a background job', { terminal: 'background' }],
    ['with --no-input', { env: { ...process.env, AWSCRED_NO_INPUT: '1' } }],
  ];
  for (const [name, options] of cases) {
    it(`${name}: none is available, nothing is asked, what is said goes to stderr`, async () => {
      assert.equal((await run('available', options)).stdout, 'false\n');
      const asked = await run('ask', options);
      assert.deepEqual([asked.status, asked.tty], [4, '']);
      const said = await run('say', options, 'awscred: sign in to acme');
      assert.deepEqual([said.status, said.stderr, said.tty], [0, 'awscred: sign in to acme\n', '']);
      assert.equal((await run('say', options, 'refused')).stderr, 'awscred: refused\n');
      assert.equal((await run('say', options, '  code  ABCD')).stderr, '  code  ABCD\n');
    });
  }

  it('has one in the foreground', async () => {
    assert.equal((await run('available')).stdout, 'true\n');
  });
});
