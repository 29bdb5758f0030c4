import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { farSide, fileLines } from '../../../src/core/share/far-side.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { needs } from '../../support/process/needs.ts';

const SHELLS = [['dash'], ['bash'], ['busybox', 'sh'], ['zsh', '--emulate', 'sh'], ['mksh']] as const;

describe('the script of a share’s far side', () => {
  for (const shell of SHELLS) {
    it(
      `leaves nothing where its reader is gone as credentials come: ${shell.join(' ')}`,
      { skip: needs(shell[0], '/usr/bin/python3') },
      async () => {
        const folder = tempFolder();
        const side = farSide(['transport'], 'MARK');
        const script = side.words.at(-1) ?? '';
        // Node ignores SIGPIPE, and its children with it; a shell over there has it as it is by itself.
        const reset =
          'import os,signal,sys; signal.signal(signal.SIGPIPE, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])';
        const child = spawn('/usr/bin/python3', ['-c', reset, ...shell, '-c', script], {
          env: { PATH: process.env['PATH'] ?? '', XDG_RUNTIME_DIR: folder },
          stdio: ['pipe', 'pipe', 'ignore'],
        });
        const ended = once(child, 'close');
        let said = '';
        for await (const text of child.stdout) {
          said += String(text);
          const [, far = ''] = /^MARK folder (\S+)$/m.exec(said) ?? [];
          if (far !== '') {
            assert.ok(far.startsWith(`${folder}/`) && existsSync(far), far);
            break;
          }
        }
        // Leaving the loop has closed its stdout.
        child.stdin.on('error', () => undefined);
        child.stdin.end(fileLines('jane.json', '{"made":"up"}') ?? '');
        const [status] = (await ended) as [number | null];
        assert.equal(status, 1);
        assert.deepEqual(readdirSync(folder), []);
      },
    );
  }
});
