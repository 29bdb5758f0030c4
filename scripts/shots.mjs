// Makes the pictures of README.md from what the built program really shows: `npm run shots`. It needs python3 and bash.
// Look at each before it is committed.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeConfig } from '../dist/src/dev-server/config/write-config.js';
import { startDevServer } from '../dist/src/dev-server/dev-server.js';
import { record } from './shots/record.mjs';
import { svgOf } from './shots/svg.mjs';

const ROOT = join(import.meta.dirname, '..');
const PROMPT = '$ ';

/** Each types its lines at the prompt; `keys` are typed when their text is shown. */
const SHOTS = [
  {
    name: 'assume',
    title: 'awscred assume puts credentials into this shell',
    columns: 92,
    lines: [
      'awscred assume prod-readonly',
      'awscred whoami',
      'awscred assume prod-admin',
      'awscred assume -',
      'awscred assume --unset',
    ],
  },
  {
    name: 'picker',
    title: 'awscred assume without a profile: a picker',
    columns: 96,
    before: ['awscred assume prod-admin', 'awscred assume prod-readonly', 'clear'],
    lines: ['awscred assume'],
    keys: [{ wait: 'navigate', type: 'prod' }],
    end: 'Admin\u001b[39m',
  },
  {
    name: 'explain',
    title: 'awscred explain shows where credentials come from',
    columns: 92,
    lines: ['awscred explain prod-admin'],
  },
  { name: 'list', title: 'awscred list', columns: 92, lines: ['awscred list'] },
];

const folder = mkdtempSync(join(tmpdir(), 'awscred-shots-'));
const server = await startDevServer({});
try {
  const home = await homeOf(folder);
  for (const shot of SHOTS) {
    const rows = await record({ ...session(shot, home), rows: 40 });
    writeFileSync(
      join(ROOT, 'docs', 'images', `${shot.name}.svg`),
      svgOf(fromTheFirstLine(rows), shot.title),
    );
    console.log(`docs/images/${shot.name}.svg`);
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A home with the local AWS's profiles, and `awscred` and its shell function in bash. */
async function homeOf(home) {
  await writeConfig(join(home, '.aws'), server);
  mkdirSync(join(home, 'bin'));
  const program = join(ROOT, 'bin', 'awscred.cjs');
  writeFileSync(join(home, 'bin', 'awscred'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(home, 'passphrase'), 'a passphrase of the pictures\n', { mode: 0o600 });
  writeFileSync(
    join(home, 'rc'),
    `PS1='\${awscred_prompt_text:+(\$awscred_prompt_text) }${PROMPT}'\neval "$(awscred init bash)"\nawscred login acme 2>/dev/null\nclear\n`,
  );
  return {
    HOME: home,
    USER: 'jane',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
    AWSCRED_STORE: 'file',
    AWSCRED_PASSPHRASE_FILE: join(home, 'passphrase'),
    BROWSER: `${process.execPath} ${join(ROOT, 'dist', 'demo', 'press-allow.js')}`,
  };
}

function session({ columns, before = [], lines, keys = [], end = PROMPT }, env) {
  const typed = [...before, 'clear', ...lines].map((line) => ({ wait: PROMPT, type: `${line}\r` }));
  return {
    argv: ['bash', '--rcfile', join(env.HOME, 'rc'), '-i'],
    env,
    cwd: env.HOME,
    columns,
    steps: [...typed, ...keys],
    end,
  };
}

/** Without the last prompt, at which nothing was typed. */
function fromTheFirstLine(rows) {
  const texts = rows.map((row) =>
    row
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
  const last = texts.findLastIndex((text) => text !== '');
  return texts[last] === PROMPT.trim() ? rows.slice(0, last) : rows;
}
