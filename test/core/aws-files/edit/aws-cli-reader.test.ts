import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../../src/core/aws-files/edit/apply-edits.ts';
import { needs } from '../../../support/process/needs.ts';
import { RandomAwsFile } from '../../../support/files/random-aws-file.ts';
import { seeded } from '../../../support/seeded.ts';

/** Reads each file before and after with botocore and makes the edit on what it read before: both must be the same. */
const SCRIPT = `
import json, os, sys, tempfile
import botocore.configloader as loader

def read(folder, text):
    path = os.path.join(folder, 'config')
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)
    found = loader.load_config(path)
    named = {'profile ' + name: value for name, value in found['profiles'].items()}
    named.update({'sso-session ' + name: value for name, value in found.get('sso_sessions', {}).items()})
    return named

def made(read, edit):
    name = edit['section']['kind'] + ' ' + edit['section']['name']
    section = read.setdefault(name, {})
    change = edit['change']
    if change == 'set':
        section.update(edit['values'])
    elif change == 'remove':
        for key in edit['keys']:
            section.pop(key, None)
    elif change == 'rename':
        for old, new in edit['keys']:
            section[new] = section.pop(old)
    elif change == 'insert':
        section[edit['key']] = edit['value']
    elif change == 'move':
        to = read.setdefault(edit['to']['kind'] + ' ' + edit['to']['name'], {})
        for key in edit['keys']:
            to[key] = section.pop(key)
    else:
        del read[name]

wrong = []
with tempfile.TemporaryDirectory() as folder:
    for at, (before, edit, after) in enumerate(json.load(sys.stdin)):
        expected = read(folder, before)
        made(expected, edit)
        found = read(folder, after)
        if found != expected:
            wrong.append({'before': before, 'edit': edit, 'after': after, 'expected': expected, 'found': found})
json.dump(wrong[:3], sys.stdout)
`;

const MANY = 500;

describe('edits as the AWS CLI reads them', { skip: needs('/usr/bin/python3', '/usr/bin/aws') }, () => {
  it(`sees exactly what was asked, ${MANY} times`, () => {
    const files = new RandomAwsFile(seeded(5), true);
    const rows = Array.from({ length: MANY }, () => {
      const { before, edit } = files.next();
      return [before, edit, applyEdits({ file: 'config', path: '/c', text: before }, [edit])];
    });
    const wrong = execFileSync('/usr/bin/python3', ['-c', SCRIPT], {
      input: JSON.stringify(rows),
      encoding: 'utf8',
      env: { PYTHONUTF8: '1' },
    });
    assert.deepEqual(JSON.parse(wrong), []);
  });
});
