import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { commandLine } from '../../../src/core/live/command-line.ts';
import { readDrafts } from '../../../src/core/aws-files/config-drafts.ts';
import { needs } from '../../support/process/needs.ts';
import { thrownBy } from '../../support/variables.ts';

const PYTHON = '/usr/bin/python3';
const WORDS = [
  'plain',
  'a b',
  ' a ',
  '',
  "o'x",
  "''",
  'a"b"',
  'a\\b\\',
  '$(touch x) `y` ${z} $z',
  'a #b ;c  # d',
  '#;',
  "' #'",
  '* ? [a] {b} ~ & | < > ( ) !',
  'NAME=a b',
  '-u',
  'é 日本',
];

describe('commandLine', () => {
  it('is split by a shell into the same words', { skip: needs('/bin/sh') }, () => {
    const line = commandLine(
      [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...WORDS],
      'linux',
    );
    const { stdout } = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout), WORDS);
  });

  it('is read from a config file and split by botocore into the same words', { skip: needs(PYTHON) }, () => {
    const script = `
import json, sys, tempfile, botocore.configloader, botocore.compat
file = tempfile.NamedTemporaryFile("w", suffix="config", encoding="utf-8")
file.write("[profile p]\\ncredential_process = " + sys.argv[1] + "\\n"); file.flush()
line = botocore.configloader.load_config(file.name)["profiles"]["p"]["credential_process"]
print(json.dumps(botocore.compat.compat_shell_split(line)))`;
    const line = commandLine(WORDS, 'linux');
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', script, line], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout || stderr), WORDS);
  });

  it("is cut short by nobody's comments: AWS's own rule leaves it whole", () => {
    const line = commandLine(WORDS, 'linux');
    const { sections } = readDrafts('config', 'x', `[profile p]\ncredential_process = ${line}\n`);
    assert.equal(sections.profile.get('p')?.properties.get('credential_process')?.value, line);
    // As the AWS SDK for JavaScript cuts a line.
    assert.equal(line.split(/(^|\s)[;#]/)[0], line);
  });

  it('quotes for Windows with double quotes alone', () => {
    const words = [String.raw`C:\Program Files\nodejs\node.exe`, 'process', "o'x & y", 'prod'];
    assert.equal(
      commandLine(words, 'win32'),
      String.raw`"C:\Program Files\nodejs\node.exe" process "o'x & y" prod`,
    );
  });

  for (const [word, platform] of [
    ['a\nb', 'linux'],
    ['a\u0000b', 'linux'],
    ['a\u001bb', 'linux'],
    ['a"b', 'win32'],
    ['%PATH%', 'win32'],
    ['a b\\', 'win32'],
    ['a #b', 'win32'],
  ] as const) {
    it(`refuses ${JSON.stringify(word)} on ${platform}`, () => {
      const { code, message } = thrownBy(() => commandLine([word], platform));
      assert.equal(code, 'CONFIG');
      assert.match(message, /cannot be written in a credential_process line/);
    });
  }
});
