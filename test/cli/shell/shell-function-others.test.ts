import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { Sandbox, type RunResult } from '../../support/sandbox.ts';

const pair = (letter: string): string =>
  `aws_access_key_id = AKIA${letter.repeat(16)}\naws_secret_access_key = secret${letter.repeat(34)}\n`;
const HOSTILE = "w$(touch ran)`touch ran`; 'x";
const CREDENTIALS = `[a]\n${pair('A')}[b]\n${pair('B')}[${HOSTILE}]\n${pair('W')}`;
const SHOW = `#!/bin/sh
echo "KEY=\${AWS_ACCESS_KEY_ID-none} OWN=\${AWS_PROFILE-none} AS=\${AWSCRED_PROFILE-none} VAULT=\${AWS_VAULT-none}."
`;

/** A shell that is driven by a script: what `init` prints, and lines in its own language behind. */
interface ScriptedShell {
  readonly name: 'tcsh' | 'elvish' | 'nushell' | 'xonsh';
  readonly command: readonly [string, ...string[]];
  readonly show: string;
  /** A line whose failure must not end the script, and which says so on stdout. */
  readonly failing: (line: string) => string;
  readonly hostile: string;
  readonly set: (name: string, value: string) => string;
  readonly prompt: string;
}

const SHELLS: readonly ScriptedShell[] = [
  {
    name: 'tcsh',
    command: ['tcsh', '-f'],
    show: 'show-variables',
    failing: (line) => `${line}\nif ($status == 2) echo FAILED`,
    hostile: `'w$(touch ran)\`touch ran\`; '"'x"`,
    set: (name, value) => `setenv ${name} '${value}'`,
    prompt: 'awscred_prompt; echo',
  },
  {
    name: 'elvish',
    command: ['elvish', '-norc'],
    show: 'show-variables',
    failing: (line) => `try { ${line} } catch e { echo FAILED }`,
    hostile: "'w$(touch ran)`touch ran`; ''x'",
    set: (name, value) => `set-env ${name} '${value}'`,
    prompt: 'awscred_prompt; echo',
  },
  {
    name: 'nushell',
    command: ['nu', '-n'],
    show: 'show-variables',
    failing: (line) => `try { ${line} } catch { print FAILED }`,
    hostile: `r#'w$(touch ran)\`touch ran\`; 'x'#`,
    set: (name, value) => `$env.${name} = r#'${value}'#`,
    prompt: 'print (awscred_prompt)',
  },
  {
    name: 'xonsh',
    command: ['xonsh', '--no-rc'],
    show: 'show-variables',
    failing: (line) => `${line} || echo FAILED`,
    hostile: `r'''w$(touch ran)\`touch ran\`; 'x'''`,
    set: (name, value) => `$${name} = r'''${value}'''`,
    prompt: 'awscred_prompt && echo',
  },
];

for (const shell of SHELLS) {
  describe(`the function in ${shell.name}`, { skip: needs(shell.command[0]) }, () => {
    let box: Sandbox;

    before(() => {
      box = new Sandbox();
      box.write('.aws/credentials', CREDENTIALS);
      box.write(
        '.aws/config',
        '[profile l]\nawscred_role_arn = arn:aws:iam::111122223333:role/R\nawscred_source_profile = a\ncredential_process = awscred process l\n',
      );
      box.script('bin/show-variables', SHOW);
    });

    async function ran(
      lines: readonly string[],
      more: Readonly<Record<string, string>> = {},
    ): Promise<RunResult> {
      const script = (await box.run(['init', shell.name, '--cmd', 'go'])).stdout;
      const file = box.write('script', [script, ...lines, ''].join('\n'));
      return box.program([...shell.command, file], {
        timeoutMs: 60_000,
        env: { PATH: `${join(box.home, 'bin')}:${process.env['PATH'] ?? ''}`, ...more },
      });
    }

    it('assume, assume -, and --unset, which brings back what was there', async () => {
      const { show } = shell;
      const { stdout, stderr } = await ran(
        [
          shell.failing('awscred assume -'),
          'awscred assume a',
          'go b',
          'awscred -q assume -',
          shell.failing('awscred assume nosuch'),
          `awscred assume ${shell.hostile}`,
          'awscred assume --unset',
          'awscred assume --unset',
        ].flatMap((line) => [line, show]),
        { AWS_PROFILE: 'mine', AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'm i*n$e' },
      );
      const key = (letter: string): string => `AKIA${letter.repeat(16)}`;
      assert.deepEqual(
        stdout.split('\n').filter((line) => /KEY=|FAILED/.test(line)),
        [
          'FAILED',
          'KEY=AKIAMINE OWN=mine AS=none VAULT=none.',
          `KEY=${key('A')} OWN=none AS=a VAULT=a.`,
          `KEY=${key('B')} OWN=none AS=b VAULT=b.`,
          `KEY=${key('A')} OWN=none AS=a VAULT=a.`,
          'FAILED',
          `KEY=${key('A')} OWN=none AS=a VAULT=a.`,
          `KEY=${key('W')} OWN=none AS=${HOSTILE} VAULT=${HOSTILE}.`,
          'KEY=AKIAMINE OWN=mine AS=none VAULT=none.',
          'KEY=none OWN=mine AS=none VAULT=none.',
        ],
        `${stdout}\n${stderr}`,
      );
      assert.match(stderr, /there is no profile to go back to/);
      assert.match(stderr, /no profile "nosuch"/);
      assert.ok(!existsSync(join(box.home, 'ran')));
    });

    it('goes back to a live profile as one', async () => {
      const lines = ['awscred assume --live l', 'awscred assume a', 'awscred assume -'];
      const { stdout, stderr } = await ran(lines.flatMap((line) => [line, shell.show]));
      const shown = [...stdout.matchAll(/KEY=(\S+) OWN=(\S+) AS=(\S+) VAULT/g)].map((found) =>
        found.slice(1).join(' '),
      );
      assert.deepEqual(shown, ['none l l', `AKIA${'A'.repeat(16)} none a`, 'none l l'], stderr);
    });

    it('leaves pipes, redirections and what prints to the program', async () => {
      const isNushell = shell.name === 'nushell';
      const { stdout, stderr } = await ran([
        isNushell ? 'print (awscred list -q | lines | length)' : 'awscred list -q | wc -l',
        isNushell ? 'awscred assume -ojson a | save out.json' : 'awscred assume -ojson a > out.json',
        shell.show,
      ]);
      assert.match(stdout, /^\s*4\n[\s\S]*KEY=none/, stderr);
      assert.ok(existsSync(join(box.home, 'out.json')), stderr);
    });

    it('awscred_prompt counts with digits alone', async () => {
      const at = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
      const { stdout, stderr } = await ran([
        shell.prompt,
        shell.set('AWSCRED_PROFILE', 'w$(touch ran)`touch ran`'),
        ...[at(7 * 3600 + 12 * 60 + 40), at(42 * 60 + 40), at(290), at(0), '08', 'a[$(touch ran)]'].flatMap(
          (value) => [shell.set('AWSCRED_EXPIRES', value), shell.prompt],
        ),
      ]);
      const shown = ['7h12m', '42m', '4m!', 'expired', 'expired', ''].map(
        (text) => `w$(touch ran)\`touch ran\` ${text}`,
      );
      assert.deepEqual(
        stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.trim()),
        shown.map((line) => line.trim()),
        stderr,
      );
      assert.ok(!existsSync(join(box.home, 'ran')));
    });
  });
}
