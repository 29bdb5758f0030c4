import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Headless } from '../../support/headless.ts';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const ROLE = 'role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n';

/** [what, config, credentials]: nothing may show the secret, and the profile that holds it is refused. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    'under region',
    `[profile p]\naws_access_key_id = ${ID}\nregion = x\n  aws_secret_access_key = ${SECRET}\n`,
    '',
  ],
  [
    'behind a tab',
    `[profile p]\naws_access_key_id = ${ID}\nregion = x\n\taws_secret_access_key=${SECRET}\n`,
    '',
  ],
  ['in capitals', `[profile p]\nregion = x\n  AWS_SECRET_ACCESS_KEY = ${SECRET}\n`, ''],
  ['with a colon', `[profile p]\nregion = x\n  aws_secret_access_key : ${SECRET}\n`, ''],
  ['without a delimiter', `[profile p]\nregion = x\n  aws_secret_access_key ${SECRET}\n`, ''],
  ['with export', `[profile p]\nregion = x\n  export AWS_SECRET_ACCESS_KEY="${SECRET}"\n`, ''],
  ['as JSON', `[profile p]\nregion = x\n  "SecretAccessKey": "${SECRET}",\n`, ''],
  ['words with blanks', `[profile p]\nregion = x\n  AWS Secret Access Key: ${SECRET}\n`, ''],
  ['behind a comment', `[profile p]\nregion = x\n  y # aws_secret_access_key = ${SECRET}\n`, ''],
  ['a session token', `[profile p]\nregion = x\n  aws_session_token = ${SECRET}\n`, ''],
  ['a security token', `[profile p]\nregion = x\n  aws_security_token = ${SECRET}\n`, ''],
  ['in a block', `[profile p]\ns3 =\n  aws_secret_access_key = ${SECRET}\n`, ''],
  ['in a block, with blanks', `[profile p]\ns3 =\n  aws secret access key = ${SECRET}\n`, ''],
  ['in the credentials file', '', `[p]\naws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n`],
  [
    'under an sso key',
    `[profile p]\nsso_start_url = https://a.example\n  aws_secret_access_key = ${SECRET}\n`,
    '',
  ],
  ['on the same line', `[profile p]\nregion = x aws_secret_access_key = ${SECRET}\n`, ''],
  ['below a header without its bracket', `[profile p\nregion = x\naws_secret_access_key = ${SECRET}\n`, ''],
  ['exchanged', `[profile p]\naws_access_key_id = ${SECRET}\naws_secret_access_key = ${ID}\n`, ''],
  ['the secret twice', '', `[p]\naws_access_key_id = ${SECRET}\naws_secret_access_key = ${SECRET}\n`],
  [
    'a line of its own under the id',
    '',
    `[p]\naws_access_key_id = ${ID}\n  ${SECRET}\naws_secret_access_key = s\n`,
  ],
];

const COMMANDS: readonly (readonly string[])[] = [
  ['process', 'p'],
  ['explain', 'p'],
  ['explain', 'p', '--json'],
  ['list'],
  ['list', '--json'],
  ['doctor'],
  ['doctor', '--json'],
  ['config', 'show'],
  ['config', 'show', '--json'],
  ['explain', 'p', '--debug'],
];

describe('a secret on a wrong line', () => {
  for (const [what, config, credentials] of CASES) {
    it(`${what} is shown by no command`, async () => {
      const sandbox = new Headless();
      sandbox.write('.aws/config', `${config}[profile r]\n${ROLE}`);
      sandbox.write('.aws/credentials', credentials);
      for (const args of COMMANDS) {
        const { stdout, stderr, status } = await sandbox.run(args);
        assert.ok(!`${stdout}${stderr}`.includes('wJalrXUtnFEMI'), `${args.join(' ')}: ${stdout}${stderr}`);
        if (args[0] === 'process') {
          assert.equal(status, 2, stderr);
          assert.match(stderr, /~\/\.aws\/(?:config|credentials):\d: /);
        }
      }
    });
  }
});

describe('a line that continues a value', () => {
  it('is not shown: it may be a key whose name is lost', async () => {
    const sandbox = new Headless();
    sandbox.write(
      '.aws/config',
      `[profile p]\nregion = eu-west-1\n  ${SECRET}\naws_access_key_id = ${ID}\naws_secret_access_key = s\n`,
    );
    for (const args of [['process', 'p'], ['explain', 'p'], ['doctor'], ['list'], ['config', 'show']]) {
      const { stdout, stderr } = await sandbox.run(args);
      assert.ok(!`${stdout}${stderr}`.includes('wJalr'), `${args.join(' ')}: ${stdout}${stderr}`);
    }
  });
});
