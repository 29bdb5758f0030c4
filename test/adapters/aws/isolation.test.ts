import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stsErrorXml } from '../../support/aws/aws-calls.ts';
import { needs } from '../../support/process/needs.ts';
import { privateCa } from '../../support/network/private-ca.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const child = fileURLToPath(new URL('isolation-child.js', import.meta.url));
const run = promisify(execFile);

/** Variables and files that would each lead an SDK left to itself astray. */
function poisonedHome(): { home: string; variables: Readonly<Record<string, string>> } {
  const home = tempFolder();
  mkdirSync(join(home, '.aws'));
  const astray = 'endpoint_url = http://127.0.0.1:1\nregion = xx-poison-1\n';
  writeFileSync(
    join(home, '.aws/config'),
    `[default]\n${astray}[profile poison]\n${astray}sdk_ua_app_id = poison\n`,
  );
  writeFileSync(join(home, '.aws/credentials'), '[poison]\naws_access_key_id = AKIAPOISONPOISON0000\n');
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    AWS_PROFILE: 'poison',
    AWS_REGION: 'xx-poison-1',
    AWS_DEFAULT_REGION: 'xx-poison-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'AKIAPOISONPOISON0000',
    AWS_SECRET_ACCESS_KEY: 'poison',
    AWS_SESSION_TOKEN: 'poison',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_MAX_ATTEMPTS: '9',
    AWS_RETRY_MODE: 'poison',
    AWS_DEFAULTS_MODE: 'auto',
    AWS_SDK_UA_APP_ID: 'poison',
    AWS_AUTH_SCHEME_PREFERENCE: 'sigv4a',
    AWS_SIGV4A_SIGNING_REGION_SET: '*',
    DEBUG: '*',
  };
  return { home, variables };
}

test(
  'variables and files of AWS decide nothing, and no file of the home is opened',
  { skip: needs('strace') },
  async () => {
    const server = await scriptedServer(({ path }) =>
      path === '/'
        ? { status: 403, body: stsErrorXml('AccessDenied', 'no') }
        : { status: 401, body: '{"message":"no"}' },
    );
    const { home, variables } = poisonedHome();
    const trace = join(tempFolder(), 'trace');
    const words = ['-f', '-qq', '-e', 'trace=openat,open,stat,statx,newfstatat,access,connect', '-o', trace];
    const { stdout, stderr } = await run('strace', [...words, process.execPath, child, server.url], {
      env: variables,
    });
    assert.equal(stderr, '', 'no warning of Node or the SDK');
    assert.match(stdout, /GetCallerIdentity: AccessDenied/);
    const calls = readFileSync(trace, 'utf8');
    assert.match(calls, /isolation-child\.js/, 'the trace is of this program');
    assert.deepEqual(
      calls.split('\n').filter((line) => line.includes(home) || line.includes('169.254')),
      [],
    );
    const sts = server.requests.find(({ body }) => body.startsWith('Action=GetCallerIdentity'));
    assert.match(
      sts?.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/sts\//,
    );
    assert.equal(sts?.headers['x-amz-security-token'], undefined);
    assert.ok(!JSON.stringify(server.requests).toLowerCase().includes('poison'));
  },
);

test(
  'NODE_TLS_REJECT_UNAUTHORIZED=0 helps no impostor and is mentioned once',
  { skip: needs('openssl') },
  async () => {
    const ca = privateCa('Impostor');
    const server = await scriptedServer([{ status: 200 }], { tls: ca.issue('IP:127.0.0.1') });
    const env = { PATH: process.env['PATH'], HOME: tempFolder(), NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { stdout, stderr } = await run(process.execPath, [child, server.url], { env });
    assert.equal(stderr, '');
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines[0], 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are still verified');
    assert.equal(lines.length, 4);
    assert.ok(
      lines.slice(1).every((line) => /certificate is not signed .*CN=Impostor/.test(line)),
      stdout,
    );
    assert.deepEqual(server.requests, []);
  },
);
