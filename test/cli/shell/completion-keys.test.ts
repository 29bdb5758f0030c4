import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { INTERACTIVE, typedInto } from '../../support/process/interactive-shell.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON } from '../../support/pty.ts';
import { Sandbox } from '../../support/sandbox.ts';

/** Each begins with letters of its own, which are typed before Tab. */
const HOSTILE: readonly string[] = [
  'wa b',
  'wb$(touch ran)',
  'wc`touch ran`',
  'wd;touch ran',
  "we'x",
  'wf"x',
  'wg\\x',
  'wh*',
  'wi!x',
  'wj~',
  'wk#x y',
  'wl:x:y',
  'wm=x',
  'wn{a,b}',
  'wo&x',
  'wp(x)',
  'wr<x>',
  'ws|x',
  'wt%x',
  'wu^x',
  'wv@x',
  'ww/x',
  'wx$HOME',
  'wyä€',
];

for (const shell of INTERACTIVE) {
  describe(`Tab in ${shell.name}`, { skip: needs(PYTHON, shell.name) }, () => {
    let box: Sandbox;
    const more = shell.name === 'zsh' ? ['autoload -Uz compinit', 'compinit -D -u', 'bindkey -e'] : [];

    before(() => {
      box = new Sandbox();
      box.write('.aws/config', '[profile prod-readonly]\n[sso-session acme]\n[profile "quoted one"]\n');
      box.write('.aws/credentials', HOSTILE.map((name) => `[${name}]\n`).join(''));
      box.script('bin/args', '#!/bin/sh\nshift\nprintf "<%s>" "$@"\necho\n');
    });

    /** What Tab makes of each beginning of a line, as the words that a program then gets. */
    async function completed(lines: readonly string[]): Promise<readonly string[]> {
      const { tty } = await typedInto(
        shell,
        box,
        // Ctrl-A: the program that shows its words goes in front.
        lines.map((line) => `${line}\t\u0001args `),
        { more, env: { LC_ALL: 'C.UTF-8' } },
      );
      return [...tty.matchAll(/^(?:[^<]*?2004l)?((?:<[^>\n]*>?[^\n]*>)+)\r?$/gm)].map(
        ([, words = '']) => words,
      );
    }

    it('completes hostile names to themselves, and runs nothing of them', async () => {
      const words = await completed(HOSTILE.map((name) => `awscred explain ${name.slice(0, 2)}`));
      assert.deepEqual(
        words,
        HOSTILE.map((name) => `<explain><${name}>`),
      );
      assert.ok(!existsSync(join(box.home, 'ran')));
    });

    it('completes commands, options, their values, profiles and sessions', async () => {
      assert.deepEqual(
        await completed([
          'awscred expl',
          'awscred cache pr',
          'awscred explain --sess',
          'awscred assume -o nus',
          'awscred assume --output=nus',
          'awscred explain prod',
          'awscred explain -p prod',
          'awscred --profile prod',
          'awscred login ac',
          'awscred init zs',
          'awscred explain quo',
        ]),
        [
          '<explain>',
          '<cache><prune>',
          '<explain><--session-name>',
          '<assume><-o><nushell>',
          '<assume><--output=nushell>',
          '<explain><prod-readonly>',
          '<explain><-p><prod-readonly>',
          '<--profile><prod-readonly>',
          '<login><acme>',
          '<init><zsh>',
          '<explain><quoted one>',
        ],
      );
    });

    it('goes on inside quotes and behind --cmd’s name', async () => {
      const { lines } = shell;
      const own = {
        ...shell,
        lines: [...lines, (lines.at(-1) ?? '').replace(shell.name, `${shell.name} --cmd go`)],
      };
      const { tty } = await typedInto(
        own,
        box,
        [`awscred explain 'wa\t\u0001args `, 'awscred explain "wb\t\u0001args ', 'go prod\t\u0001args x '],
        { more, env: { LC_ALL: 'C.UTF-8' } },
      );
      for (const words of ['<explain><wa b>', '<explain><wb$(touch ran)>', '<go><prod-readonly>']) {
        assert.ok(tty.includes(words), `${words}\n${tty}`);
      }
      assert.ok(!existsSync(join(box.home, 'ran')));
    });
  });
}
