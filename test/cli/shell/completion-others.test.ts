import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';

const NAMES = ['wa b', 'wb$(touch ran)', 'wc`touch ran`', 'wd;touch ran', "we'x", 'wf"x', 'wg:h'];

describe('completion in the other shells', () => {
  let box: Sandbox;

  before(() => {
    box = new Sandbox();
    box.write('.aws/credentials', ['prod-readonly', ...NAMES].map((name) => `[${name}]\n`).join(''));
  });

  async function printed(
    shell: string,
    command: readonly string[],
    lines: readonly string[],
  ): Promise<string> {
    const script = (await box.run(['init', shell, '--cmd', 'go'])).stdout;
    const file = box.write('script', [script, ...lines, ''].join('\n'));
    const { stdout, stderr } = await box.program([...command, file], { env: { PATH: process.env['PATH'] } });
    assert.equal(stderr, '');
    assert.ok(!existsSync(join(box.home, 'ran')));
    return stdout;
  }

  it('elvish gets names as they are: its editor quotes', { skip: needs('elvish') }, async () => {
    const lines = [
      'awscred-complete awscred explain w | each $echo~',
      'awscred-complete go prod | each $echo~',
    ];
    assert.equal(
      await printed('elvish', ['elvish', '-norc'], lines),
      [...NAMES, 'prod-readonly', ''].join('\n'),
    );
  });

  it('nushell gets names that it reads back as they are', { skip: needs('nu') }, async () => {
    const lines = [
      'for candidate in (awscred-complete "awscred explain w" 17) { print ($candidate.value) }',
      'print (awscred-complete "go prod" 7 | get value | str join " ")',
      'print (awscred-complete "awscred expl" 12 | to json --raw)',
    ];
    const text = await printed('nushell', ['nu', '-n'], lines);
    const shown = text.split('\n');
    assert.deepEqual(
      shown.slice(0, NAMES.length),
      NAMES.map((name) => (name === 'wg:h' ? name : JSON.stringify(name))),
    );
    assert.equal(shown[NAMES.length], 'prod-readonly');
    const words = (JSON.parse(shown[NAMES.length + 1] ?? '') as { value: string }[]).map(
      ({ value }) => value,
    );
    assert.ok(words.includes('explain'));
    // Read back as words of a command line.
    const quoted = shown.slice(0, NAMES.length).map((word) => `print ${word}`);
    assert.equal(await printed('nushell', ['nu', '-n'], quoted), [...NAMES, ''].join('\n'));
  });

  it('xonsh gets names between quotes, without those it would expand', { skip: needs('xonsh') }, async () => {
    const lines = [
      'from xonsh.completer import Completer',
      'for line in ["awscred explain w", "go prod", "awscred expl", "awscred assume -o nus"]:',
      '    print([str(one) for one in Completer().complete_line(line)[0]])',
    ];
    assert.equal(
      await printed('xonsh', ['xonsh', '--no-rc'], lines),
      `["'wa b'", "'wc\`touch ran\`'", "'wd;touch ran'", 'wg:h']\n['prod-readonly']\n['explain']\n['nushell']\n`,
    );
  });

  it('Tab in tcsh leaves out what needs quotes', { skip: needs(PYTHON, 'tcsh') }, async () => {
    box.script('bin/awscred', `#!/bin/sh\nexec ${process.execPath} ${AWSCRED} "$@"\n`);
    box.script('bin/args', '#!/bin/sh\nshift\nprintf "<%s>" "$@"\necho\n');
    box.write(
      '.tcshrc',
      `set prompt = 'READY> '\nsource ${box.write('awscred.tcsh', (await box.run(['init', 'tcsh'])).stdout)}\n`,
    );
    const typed = [
      'awscred expl',
      'awscred explain prod',
      'awscred explain wa',
      'awscred assume -o nus',
      'awscred explain wg',
    ];
    const { tty } = await runOnTerminal(['tcsh'], {
      stdin: 'terminal',
      cwd: box.home,
      env: {
        ...box.environment({ TERM: 'vt100' }),
        PATH: `${join(box.home, 'bin')}:${process.env['PATH'] ?? ''}`,
      },
      dialog: [
        // Ctrl-A and Ctrl-E: the program that shows its words goes in front.
        ...typed.map((line) => ({ expect: /READY> /, send: `${line}\t\u0001args \u0005\n` })),
        { expect: /wg:h>\s+READY> /, send: 'exit\n' },
      ],
    });
    const words = [...tty.matchAll(/^((?:<[^<>]*>)+)\s*$/gm)].map(([, found]) => found);
    assert.deepEqual(words, [
      '<explain>',
      '<explain><prod-readonly>',
      '<explain><wa>',
      '<assume><-o><nushell>',
      '<explain><wg:h>',
    ]);
    assert.ok(!existsSync(join(box.home, 'ran')));
  });
});
