import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { INTERACTIVE, typedInto } from '../../support/process/interactive-shell.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON } from '../../support/pty.ts';
import { Sandbox } from '../../support/sandbox.ts';

const pair = (letter: string): string =>
  `aws_access_key_id = AKIA${letter.repeat(16)}\naws_secret_access_key = secret${letter.repeat(34)}\n`;

const CONFIG = `[profile a]\nregion = eu-west-1\n[profile b]\nregion = us-east-1\n[profile h]\nregion = eu-west-1\n[profile m]\nregion = eu-west-1
[profile w$(touch ran)\`touch ran\`;'x]\nregion = eu-west-1\n`;
/** Adopted: its keys are twins. */
const LIVE = `[profile l]\nregion = eu-west-1\nawscred_role_arn = arn:aws:iam::111122223333:role/R\nawscred_source_profile = a\ncredential_process = awscred process l\n`;
const CREDENTIALS = `[a]\n${pair('A')}[b]\n${pair('B')}[h]\n${pair('H')}[m]\n${pair('M')}mfa_serial = arn:aws:iam::111122223333:mfa/jane
[w$(touch ran)\`touch ran\`;'x]\n${pair('W')}`;

/** Printed by a program of its own, so that only what is exported is seen. */
const SHOW = `#!/bin/sh
echo "KEY=\${AWS_ACCESS_KEY_ID-none} REGION=\${AWS_REGION-none} PROFILE=\${AWS_PROFILE-none} AS=\${AWSCRED_PROFILE-none} VAULT=\${AWS_VAULT-none}"
`;

for (const shell of INTERACTIVE) {
  describe(`the function in ${shell.name}, on a terminal`, { skip: needs(PYTHON, shell.name) }, () => {
    let box: Sandbox;

    before(() => {
      box = new Sandbox();
      box.write('.aws/config', `${CONFIG}${LIVE}`);
      box.write('.aws/credentials', CREDENTIALS);
      box.script('bin/show', SHOW);
    });

    const status = `echo "S:${shell.status}."`;

    it('assume, assume -, and --unset, which brings back what was there', async () => {
      const { tty } = await typedInto(
        shell,
        box,
        ['awscred assume -', status, 'awscred assume a', status, 'show', 'awscred assume b', 'show']
          .concat(
            'awscred assume -',
            'show',
            'awscred assume -',
            'show',
            'awscred assume nosuch',
            status,
            'show',
          )
          .concat('awscred assume --unset', 'show', 'awscred assume --unset', 'show'),
        { env: { AWS_PROFILE: 'mine', AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine' } },
      );
      assert.match(tty, /there is no profile to go back to/);
      assert.deepEqual(
        [...tty.matchAll(/^.*?S:(\d+)\.$/gm)].map(([, code]) => code),
        ['2', '0', '2'],
        tty,
      );
      assert.deepEqual(
        [...tty.matchAll(/KEY=(\S+) REGION=(\S+) PROFILE=(\S+) AS=(\S+) VAULT=(\S+)/g)].map((found) =>
          found.slice(1).join(' '),
        ),
        [
          `AKIA${'A'.repeat(16)} eu-west-1 none a a`,
          `AKIA${'B'.repeat(16)} us-east-1 none b b`,
          `AKIA${'A'.repeat(16)} eu-west-1 none a a`,
          `AKIA${'B'.repeat(16)} us-east-1 none b b`,
          `AKIA${'B'.repeat(16)} us-east-1 none b b`,
          'AKIAMINE none mine none none',
          'none none mine none none',
        ],
        tty,
      );
    });

    it('Ctrl-C at a question is 130, and the shell goes on', async () => {
      const { tty } = await typedInto(shell, box, [
        'awscred assume a',
        'awscred assume m',
        { expect: /MFA code.*/, send: '\u0003' },
        status,
        'show',
      ]);
      assert.match(tty, /S:130\./, tty);
      assert.match(tty, /AS=a /, tty);
    });

    it('a line that asks for output goes to the program, its streams untouched', async () => {
      const { tty } = await typedInto(shell, box, [
        'awscred assume -ojson a | grep -c AKIAAAAA',
        'awscred assume a --output=dotenv | grep -c AKIAAAAA',
        'awscred assume -qo json a | grep -c AKIAAAAA',
        'awscred -q assume --help | grep -c Usage',
        'awscred list --json | grep -c profiles',
        'show',
        'awscred -q assume -ph',
        'show',
      ]);
      assert.equal([...tty.matchAll(/^(?:.*2004l)?[1-9]$/gm)].length, 5, tty);
      assert.match(tty, /AS=none [\s\S]*AS=h /);
    });

    it('goes back to a live profile as one', async () => {
      const { tty } = await typedInto(shell, box, [
        'awscred assume --live l',
        'show',
        'awscred assume a',
        'show',
        'awscred assume -',
        'show',
        'awscred assume --unset',
        'show',
      ]);
      assert.deepEqual(
        [...tty.matchAll(/KEY=(\S+) REGION=\S+ PROFILE=(\S+) AS=(\S+) VAULT=(\S+)/g)].map((found) =>
          found.slice(1).join(' '),
        ),
        ['none l l l', `AKIA${'A'.repeat(16)} none a a`, 'none l l l', 'none none none none'],
        tty,
      );
    });

    it('aliases of the same names change nothing, nor does a second init', async () => {
      const { tty } = await typedInto(shell, box, ['assume a', 'show', 'assume -', status], {
        more: [
          ...(shell.name === 'fish'
            ? []
            : ['alias awscred=false', 'alias assume=". assume"', 'alias eval=false']),
          ...['', ' --cmd assume'].map((more) =>
            (shell.lines.at(-1) ?? '')
              .replace(/^eval/, '\\eval')
              .replace('awscred init', 'command awscred init')
              .replace(shell.name, `${shell.name}${more}`),
          ),
        ],
      });
      assert.match(tty, /AS=a VAULT=a/);
      assert.match(tty, /S:2\./);
    });

    it('AWS_VAULT is left alone with prompt_variable = none, in the file or as a variable', async () => {
      const byVariable = await typedInto(shell, box, ['awscred assume a', 'show'], {
        env: { AWSCRED_PROMPT_VARIABLE: 'none' },
      });
      assert.match(byVariable.tty, /AS=a VAULT=none/);
      const settings = new Sandbox();
      settings.write('.aws/config', CONFIG);
      settings.write('.aws/credentials', CREDENTIALS);
      settings.write('.config/awscred/config.ini', 'prompt_variable = none\n');
      settings.script('bin/show', SHOW);
      assert.match((await typedInto(shell, settings, ['awscred assume a', 'show'])).tty, /AS=a VAULT=none/);
    });

    it('in a command substitution the statements are for its reader', async () => {
      const line = shell.name === 'fish' ? 'eval (awscred assume a)' : 'eval $(awscred assume a)';
      const { tty } = await typedInto(shell, box, [line, 'show']);
      assert.match(tty, /AS=a VAULT=none/);
    });

    it('the prompt before and after the end, and the warning once', async () => {
      const at = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
      const set = (seconds: number): string =>
        shell.name === 'fish'
          ? `set -gx AWSCRED_PROFILE a; set -gx AWSCRED_EXPIRES ${at(seconds)}`
          : `export AWSCRED_PROFILE=a AWSCRED_EXPIRES=${at(seconds)}`;
      const print = 'echo "<$(awscred_prompt)>"';
      const { tty } = await typedInto(shell, box, [
        print,
        ...[7 * 3600 + 12 * 60 + 50, 42 * 60 + 50].flatMap((seconds) => [set(seconds), print]),
        ...[299, -1].flatMap((seconds) => [set(seconds), print, print]),
      ]);
      assert.deepEqual(
        [...tty.matchAll(/<((?!\s*READY)[^<>$]*)>/g)].map(([, text]) => text),
        ['', 'a 7h12m', 'a 42m', 'a 4m!', 'a 4m!', 'a expired', 'a expired'],
        tty,
      );
      const warnings = [...tty.matchAll(/awscred: a (.*)\n/g)].map(([, text]) => text);
      assert.deepEqual(warnings, [
        'expires in 4m; to renew it: awscred assume a',
        'has expired; to renew it: awscred assume a',
      ]);
      const quiet = await typedInto(shell, box, [set(100), print], {
        env: { AWSCRED_PROMPT_WARNING: 'off' },
      });
      assert.doesNotMatch(quiet.tty, /renew/);
    });

    it('a hostile name and a hostile expiry run nothing in the prompt', async () => {
      const name = "w$(touch ran)`touch ran`;'x%{%}\\u";
      const { tty } = await typedInto(shell, box, ['echo done'], {
        env: { AWSCRED_PROFILE: name, AWSCRED_EXPIRES: 'a[$(touch ran)]' },
        more:
          shell.name === 'fish'
            ? ['function fish_prompt; awscred_prompt; echo -n " READY> "; end']
            : [
                "PS1='${awscred_prompt_text} $(awscred_prompt) READY> '",
                ...(shell.name === 'zsh' ? ['setopt prompt_subst'] : []),
              ],
      });
      assert.ok(tty.includes('w$(touch ran)`touch ran`'), tty);
      assert.ok(!existsSync(join(box.home, 'ran')));
    });
  });
}
