import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, ROOT } from '../../support/sandbox.ts';

const NODE = process.execPath;

describe('what the hot path is made of', () => {
  it('at most 4,096 bytes, and a launcher without a word that PATH decides about', () => {
    assert.ok(statSync(AWSCRED).size <= 4096);
    const launcher = readFileSync(`${ROOT}/bin/launcher.sh`, 'utf8');
    const code = launcher.split('\n').filter((line) => !/^\s*#/.test(line));
    const words = code.flatMap((line) => /^\s*([a-z_]+)(?= |$)/.exec(line)?.[1] ?? []);
    const known =
      /^(?:case|do|done|else|elif|esac|fi|for|if|while|then|break|exit|exec|echo|export|awscred_\w+|end)$/;
    assert.deepEqual(
      words.filter((word) => !known.test(word)),
      [],
    );
  });

  describe('a warm hit', { skip: needsKernelKeyring() }, () => {
    let home: HotHome;

    before(async () => {
      home = await HotHome.start();
      await home.warm();
    });

    async function loaded(words: readonly string[], env = {}): Promise<readonly string[]> {
      const script = `process.on('exit', () => process._rawDebug(JSON.stringify(process.moduleLoadList)))`;
      const preload = home.sandbox.write('loaded.cjs', script);
      const { stderr } = await home.program([NODE, '-r', preload, ...words], { env });
      return JSON.parse(stderr) as string[];
    }

    it('loads no built-in module beyond fs', async () => {
      const empty = new Set(await loaded([home.sandbox.write('empty.cjs', `require('fs')`)]));
      const more = (await loaded([AWSCRED, '--hot', 'process', 'prod'])).filter((name) => !empty.has(name));
      assert.deepEqual(more, []);
    });

    it('opens at most ten files more than an empty program', { skip: needs('strace') }, async () => {
      const opened = async (words: readonly string[]): Promise<number> => {
        const trace = `${home.sandbox.home}/trace`;
        const through = ['strace', '-f', '-e', 'trace=open,openat,openat2', '-o', trace];
        assert.equal((await home.program([...through, NODE, ...words])).status, 0);
        return readFileSync(trace, 'utf8').match(/open(?:at2?)?\(/g)?.length ?? 0;
      };
      const empty = await opened([home.sandbox.write('nothing.cjs', '')]);
      const hit = await opened([AWSCRED, 'process', 'prod']);
      assert.ok(hit - empty <= 10, `${hit} files, ${empty} of them Node's own`);
    });
  });
});
