import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { samlResponse } from '../../../src/adapters/saml-browser/saml-response.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { needs } from '../../support/process/needs.ts';
import { HOME, testPorts } from '../../support/ports.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

/** Debian's own; another one for who has no root there. */
const FIREFOX = process.env['AWSCRED_TEST_FIREFOX'] ?? '/usr/bin/firefox-esr';
const LONG = 'QUJD+/'.repeat(12_000);

// It is not among the programs that tests need everywhere: a missing one is no failure under CI.
const skip = process.env['CI'] === undefined ? needs(FIREFOX) : 'Firefox is tried by hand';

describe('Debian’s Firefox', { skip }, () => {
  it('brings a long response by loopback, needs a person for a form, and does not say it is a robot', async () => {
    const seen: string[] = [];
    const server = createServer((request, answer) => {
      seen.push(request.url ?? '');
      answer.setHeader('Content-Type', 'text/html');
      answer.end(
        request.url === '/form'
          ? '<script>fetch(`/robot-${navigator.webdriver}`)</script><input type="password">'
          : `<form method="post" action="https://signin.aws.amazon.com/saml"><input name="SAMLResponse" value="${LONG}"></form><script>document.forms[0].submit()</script>`,
      );
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    atEnd(() => void server.close());
    const root = tempFolder();
    const ask = async (path: string) =>
      samlResponse(
        {
          url: `http://127.0.0.1:${port}${path}`,
          folder: 'f',
          window: false,
          program: FIREFOX,
          timeoutMs: 30_000,
        },
        { environment: { ...testPorts().environment, home: HOME }, root },
      );
    assert.equal((await ask('/posts'))?.reveal(), LONG);
    assert.equal(await ask('/form'), null);
    assert.ok(seen.includes('/robot-false'), seen.join(' '));
  });
});
