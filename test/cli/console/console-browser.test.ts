import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../../support/browser/chromium.ts';
import { endBrowsersOf } from '../../support/browser/end-browser.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { filesBelow } from '../../support/files/files-below.ts';
import type { LocalAws } from '../../support/aws/local-aws.ts';
import { PRESS_ALLOW } from '../../support/aws/local-aws.ts';
import { tappedAws, type Wiretap } from '../../support/network/wiretap.ts';

/** Writes down how it was started, and what another program of this user can see of it meanwhile. */
const RECORDER = `#!/bin/sh
{ printf '%s\\n' "$@"; cat /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n'; env; } > "$0.seen"
exec ${process.execPath} -e '
  const go = async (address) => {
    const answer = await fetch(address, { redirect: "manual" });
    const again = await fetch(address).then((r) => r.status, () => "gone");
    require("fs").writeFileSync(process.argv[2], JSON.stringify({ status: answer.status, to: answer.headers.get("location"), again }));
  };
  void go(process.argv[1]);
' "$1" "$0.got"
`;

interface Got {
  readonly status: number;
  readonly to: string;
  readonly again: number | string;
}

describe('the console in a browser', () => {
  let aws: LocalAws & { readonly tap: Wiretap };
  let recorder: string;

  before(async () => {
    aws = await tappedAws();
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    recorder = aws.sandbox.script('recorder', RECORDER);
  });

  const read = (path: string): string => readFileSync(path, 'utf8');

  it('is opened with no secret in any argument, variable, file or message', async () => {
    const { status, stdout, stderr } = await aws.sandbox.run(['console', 'prod-readonly', '--debug'], {
      env: { BROWSER: recorder },
    });
    assert.deepEqual([status, stdout], [0, ''], stderr);
    while (!existsSync(`${recorder}.got`)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const got = JSON.parse(read(`${recorder}.got`)) as Got;
    assert.equal(got.status, 303);
    assert.match(got.to, /\/federation\?Action=login&/);
    assert.ok(got.again === 404 || got.again === 'gone');
    const token = new URL(got.to).searchParams.get('SigninToken') ?? '';
    assert.ok(token.length > 40);
    const seen = read(`${recorder}.seen`);
    assert.match(seen, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\n/);
    const secrets = [...aws.tap.secrets(), token];
    const files = [...filesBelow(aws.sandbox.home)].filter(([path]) => !path.endsWith('recorder.got'));
    for (const text of [seen, stderr, ...files.map(([, one]) => one)]) {
      assert.deepEqual(
        secrets.filter((secret) => text.includes(secret)).map((secret) => secret.slice(0, 4)),
        [],
      );
    }
  });

  const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;
  it('is opened in a real Chromium, which is sent on once', { skip }, async () => {
    const words = [
      '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking',
      `--disable-component-update --disable-sync --user-data-dir=${join(aws.sandbox.home, 'chromium')}`,
    ];
    // A browser outlives the command that opened it.
    atEnd(async () => endBrowsersOf(aws.sandbox.home));
    const before = aws.server.calls.length;
    const { status, stderr } = await aws.sandbox.run(['console', 'jane', '--read-only'], {
      env: { BROWSER: `${CHROMIUM} ${words.join(' ')}` },
      timeoutMs: 60_000,
    });
    assert.equal(status, 0, stderr);
    const logins = (): readonly (readonly [number, string | null])[] =>
      aws.server.calls
        .slice(before)
        .filter(({ operation }) => operation === 'login')
        .map((call) => [call.status, call.principal]);
    for (let tries = 0; tries < 200 && logins()[0]?.[0] !== 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(logins(), [[200, 'arn:aws:sts::111122223333:federated-user/awscred-jane']]);
  });

  it('is exit 4 with the command that prints it where the browser fails, however late', async () => {
    const late = aws.sandbox.script('late', '#!/bin/sh\nsleep 0.5\nexit 1\n');
    for (const BROWSER of ['/bin/false', '/no/such/browser', late]) {
      for (const profile of ['prod-readonly', 'bastion']) {
        const { status, stdout, stderr } = await aws.sandbox.run(['console', profile], { env: { BROWSER } });
        assert.deepEqual([status, stdout], [4, ''], `${BROWSER} ${profile}: ${stderr}`);
        assert.match(stderr, new RegExp(`awscred console --url ${profile}`));
      }
    }
  });

  it('is exit 4 where there is no display', async () => {
    const { status, stderr } = await aws.sandbox.run(['console', 'prod-readonly'], {
      env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined },
    });
    assert.equal(status, 4, stderr);
    assert.match(stderr, /`awscred console --url prod-readonly` prints the address/);
  });

  it('starts no program that depends on the current folder', async () => {
    aws.sandbox.script('evil', '#!/bin/sh\ntouch "$HOME/ran"\n');
    for (const program of ['./evil', 'sub/../evil', 'evil']) {
      const { status } = await aws.sandbox.run(['console', 'bastion', '--browser', program], {
        cwd: aws.sandbox.home,
        env: { PATH: `.:${process.env['PATH'] ?? ''}` },
      });
      assert.equal(status, 4, program);
    }
    assert.ok(!existsSync(join(aws.sandbox.home, 'ran')));
  });
});
