import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Authority, text } from '../../support/network/certificates.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { crowd } from '../../support/files/stress-home.ts';

const ROLE = 'arn:aws:iam::444455556666:role/Machine';
const NEXT = 'arn:aws:iam::444455556666:role/Next';
const ANCHOR = 'arn:aws:rolesanywhere:eu-west-1:444455556666:trust-anchor/a';
const PROFILE = 'arn:aws:rolesanywhere:eu-west-1:444455556666:profile/p';

describe('Roles Anywhere', { skip: needs('openssl') }, () => {
  let aws: LocalAws;
  let authority: Authority;
  let machine: { certificate: string; key: string };

  before(async () => {
    authority = new Authority();
    machine = authority.machine('machine', 'rsa');
    const trusts = (Principal: object): object => ({
      Statement: [
        { Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] },
      ],
    });
    aws = await localAws({
      trustAnchors: [{ arn: ANCHOR, certificate: text(authority.root.certificate) }],
      anywhereProfiles: [{ arn: PROFILE, roles: [ROLE], acceptRoleSessionName: true }],
      roles: [
        { arn: ROLE, maxSessionDuration: 7200, trust: trusts({ Service: 'rolesanywhere.amazonaws.com' }) },
        { arn: NEXT, trust: trusts({ AWS: ROLE }) },
      ],
    });
  });

  interface Change {
    readonly certificate?: string;
    readonly key?: string;
    readonly more?: string;
    readonly anchor?: string;
  }

  const config = ({
    certificate = machine.certificate,
    key = machine.key,
    more = '',
    anchor = ANCHOR,
  }: Change = {}): string =>
    `[profile m]\nawscred_certificate = ${certificate}\nawscred_private_key = ${key}\n` +
    `awscred_trust_anchor_arn = ${anchor}\nawscred_profile_arn = ${PROFILE}\nrole_arn = ${ROLE}\n` +
    `region = eu-west-1\nendpoint_url = ${aws.server.url}\n${more}\n` +
    `[profile next]\nrole_arn = ${NEXT}\nsource_profile = m\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\n`;

  const run = async (args: readonly string[], change: Change = {}) => {
    aws.sandbox.write('.aws/config', config(change));
    return aws.sandbox.run(args);
  };

  for (const kind of ['rsa', 'p256', 'p384'] as const) {
    it(`with a key of ${kind}, alone and before a role, in every output`, async () => {
      const made = authority.machine(`of-${kind}`, kind);
      const change = { certificate: made.certificate, key: made.key };
      const who = await run(['whoami', 'm'], change);
      assert.match(who.stdout, /^arn:aws:sts::444455556666:assumed-role\/Machine\//, who.stderr);
      assert.match((await run(['whoami', 'next'], change)).stdout, /assumed-role\/Next\//);
      assert.match(
        (await run(['assume', 'm', '-o', 'posix'], change)).stdout,
        /AWS_ACCOUNT_ID=444455556666;/,
      );
      assert.equal((await run(['exec', 'm', '--', 'true'], change)).status, 0);
      const calls = aws.server.calls.length;
      assert.match((await run(['explain', 'next'], change)).stdout, /1 {2}rolesanywhere[^]*2 {2}assume-role/);
      assert.equal(aws.server.calls.length, calls);
    });
  }

  it('with intermediates, in the certificate’s file or in one of their own', async () => {
    const middle = authority.intermediate();
    const leaf = authority.machine('leaf', 'p256', middle);
    const alone = await run(['process', 'm'], { certificate: leaf.certificate, key: leaf.key });
    assert.equal(alone.status, 3, alone.stdout);
    assert.match(alone.stderr, /does not trust the certificate/);
    const more = `awscred_certificate_chain = ${middle.certificate}`;
    const chained = await run(['process', 'm'], { certificate: leaf.certificate, key: leaf.key, more });
    assert.equal(chained.status, 0, chained.stderr);
    const both = join(authority.folder, 'both.pem');
    writeFileSync(both, text(leaf.certificate) + text(middle.certificate));
    assert.equal((await run(['process', 'm', '--refresh'], { certificate: both, key: leaf.key })).status, 0);
  });

  it('with keys in SEC1 and PKCS#1, and encrypted', async () => {
    const ec = authority.machine('sec1', 'p256');
    const sec1 = authority.rewritten(ec.key, 'sec1-traditional.key', 'ec');
    assert.match(text(sec1), /BEGIN EC PRIVATE KEY/);
    assert.equal((await run(['process', 'm'], { certificate: ec.certificate, key: sec1 })).status, 0);
    const pkcs1 = authority.rewritten(machine.key, 'pkcs1.key', 'rsa', '-traditional');
    assert.match(text(pkcs1), /BEGIN RSA PRIVATE KEY/);
    assert.equal((await run(['process', 'm', '--refresh'], { key: pkcs1 })).status, 0);
    const locked = authority.rewritten(
      machine.key,
      'locked.key',
      'pkcs8',
      '-topk8',
      '-passout',
      'pass:open sesame',
    );
    const passphrase = join(authority.folder, 'passphrase');
    writeFileSync(passphrase, 'open sesame\n', { mode: 0o600 });
    const more = `awscred_private_key_passphrase_file = ${passphrase}`;
    const opened = await run(['process', 'm', '--refresh'], { key: locked, more });
    assert.equal(opened.status, 0, opened.stderr);
    writeFileSync(passphrase, 'wrong\n');
    const wrong = await run(['process', 'm', '--refresh'], { key: locked, more });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /config:2: profile m: the passphrase of .* is wrong/);
    const nobody = await run(['process', 'm', '--refresh'], { key: locked });
    assert.equal(nobody.status, 4);
    assert.match(nobody.stderr, /awscred_private_key_passphrase_file/);
  });

  it('asks for the passphrase on a terminal, without echo', { skip: needs(PYTHON) }, async () => {
    const key = authority.rewritten(
      machine.key,
      'asked.key',
      'pkcs8',
      '-topk8',
      '-passout',
      'pass:open sesame',
    );
    aws.sandbox.write('.aws/config', config({ key }));
    const { status, tty, stdout } = await runOnTerminal(
      [process.execPath, AWSCRED, 'process', 'm', '--refresh'],
      {
        env: aws.sandbox.environment(),
        dialog: [{ expect: /Passphrase of/, send: 'open sesame\r' }],
      },
    );
    assert.equal(status, 0, tty);
    assert.match(stdout, /AccessKeyId/);
    assert.ok(!tty.includes('sesame'));
  });

  it('makes one call for twenty, lasts as asked, and takes a session name', async () => {
    aws.sandbox.write('.aws/config', config({ more: 'duration_seconds = 900' }));
    const before = aws.count('CreateSession');
    const { results } = await crowd(20, async () =>
      aws.sandbox.run(['process', 'm', '--session-name', 'crowd']),
    );
    assert.ok(
      results.every(({ status }) => status === 0),
      results[0]?.stderr,
    );
    assert.equal(aws.count('CreateSession') - before, 1);
    assert.match(
      aws.server.calls.findLast(({ operation }) => operation === 'CreateSession')?.principal ?? '',
      /Machine\/crowd$/,
    );
    const tagged = await run(['process', 'm', '--tag', 'a=b']);
    assert.equal(tagged.status, 2);
  });

  it('does what a line of aws_signing_helper asks for, natively', async () => {
    const line = `credential_process = /opt/aws_signing_helper credential-process --certificate ${machine.certificate} --private-key=${machine.key} --trust-anchor-arn ${ANCHOR} --profile-arn ${PROFILE} --role-arn ${ROLE}`;
    const profile = (more: string): string =>
      `[profile h]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\n${line}${more}\n`;
    aws.sandbox.write('.aws/config', profile(''));
    assert.equal((await aws.sandbox.run(['process', 'h'])).status, 0);
    const explained = await aws.sandbox.run(['explain', 'h']);
    assert.match(explained.stdout, /1 {2}rolesanywhere/);
    assert.match(explained.stdout, /aws_signing_helper would/);
    for (const more of ['\nawscred_native = false', ' --with-proxy', ' --private-key pkcs11:token=x']) {
      aws.sandbox.write('.aws/config', profile(more));
      const { stdout } = await aws.sandbox.run(['explain', 'h']);
      assert.match(stdout, /1 {2}credential-process/, more);
    }
  });

  const rows: readonly (readonly [string, () => Change, number, RegExp])[] = [
    ['a certificate that is not there', () => ({ certificate: '/no/such.pem' }), 2, /does not exist/],
    ['no certificate in the file', () => ({ certificate: machine.key }), 2, /holds no certificate/],
    [
      'no key in the file',
      () => ({ key: machine.certificate }),
      2,
      /can be read by other users|holds no private key/,
    ],
    ['another certificate’s key', () => ({ key: authority.key('other', 'rsa') }), 2, /is not the key of/],
    ['a relative path', () => ({ certificate: 'machine.pem' }), 2, /not a full path/],
    ['an unknown anchor', () => ({ anchor: `${ANCHOR}x` }), 3, /does not know the trust anchor/],
    ['an anchor that is no ARN', () => ({ anchor: 'x' }), 2, /is not an ARN/],
  ];
  for (const [what, change, status, says] of rows) {
    it(`${what}: exit ${status}, one line with its place`, async () => {
      const result = await run(['process', 'm', '--refresh'], change());
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, says);
      assert.match(result.stderr, /config:\d+:/);
      assert.equal(result.stdout, '');
    });
  }

  it('a certificate that has expired, or is not valid yet: exit 3, nothing sent', async () => {
    const calls = aws.server.calls.length;
    const old = authority.machine('old', 'p256', authority.root, ['-days', '-1']);
    const expired = await run(['process', 'm', '--refresh'], { certificate: old.certificate, key: old.key });
    assert.equal(expired.status, 3, expired.stderr);
    assert.match(expired.stderr, /the certificate expired on/);
    assert.equal(aws.server.calls.length, calls);
  });

  it('a certificate of another authority', async () => {
    const foreign = new Authority().machine('machine', 'p256');
    const { status, stderr } = await run(['process', 'm', '--refresh'], foreign);
    assert.equal(status, 3);
    assert.match(stderr, /does not trust the certificate/);
  });

  it('a key that others can read is exit 2, with the command', async () => {
    const open = authority.rewritten(machine.key, 'open.key', 'pkey');
    chmodSync(open, 0o644);
    const { status, stderr } = await run(['process', 'm', '--refresh'], { key: open });
    assert.equal(status, 2);
    assert.match(stderr, /can be read by other users/);
    assert.match(stderr, /chmod 600/);
  });
});
