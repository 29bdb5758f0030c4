import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findBrowser } from '../../../src/adapters/saml-browser/find-browser.ts';
import { AwscredError, exitStatus } from '../../../src/errors.ts';
import { Sandbox } from '../../support/sandbox.ts';

describe('the browser of a SAML sign-in', () => {
  const box = new Sandbox();
  /** Nothing of this machine's is looked at: the places are macOS's. */
  const bare = { get: () => null, home: box.home, platform: 'darwin' } as const;
  const fails = (chosen: string, words: RegExp): void =>
    assert.throws(
      () => findBrowser(chosen, bare),
      (error: unknown) => {
        assert.ok(error instanceof AwscredError);
        assert.equal(exitStatus(error.code), 2);
        assert.match(error.message, words);
        assert.match(error.hints.join('\n'), /settings set saml_browser[^]*--saml-response/);
        return true;
      },
    );

  it('is missing: exit 2', () => {
    fails('', /found no Chrome, Chromium, Edge or Firefox/);
    fails('/nonexistent', /saml_browser = \/nonexistent is no program/);
    fails(box.write('plain', ''), /is no program/);
    fails(box.home, /is no program/);
  });

  it('is the one that is named, else the first that is there', () => {
    const app = box.script('Applications/Chromium.app/Contents/MacOS/Chromium', '#!/bin/sh\n');
    assert.deepEqual(findBrowser('', bare), { path: app, product: 'chromium' });
    const edge = box.script('bin/microsoft-edge', '#!/bin/sh\n');
    assert.deepEqual(findBrowser(edge, bare), { path: edge, product: 'edge' });
    const onPath = { get: () => `bin:${join(box.home, 'bin')}`, home: box.home, platform: 'linux' } as const;
    const chrome = box.script('bin/google-chrome-stable', '#!/bin/sh\n');
    assert.deepEqual(findBrowser('', onPath), { path: chrome, product: 'chrome' });
  });
});
