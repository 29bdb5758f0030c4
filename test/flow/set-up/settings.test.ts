import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SETTINGS } from '../../../src/core/settings/settings-table.ts';
import {
  getSettings,
  loadSettings,
  setSetting,
  type SettingsPorts,
} from '../../../src/flow/set-up/settings.ts';
import { environmentOf, thrownBy } from '../../support/variables.ts';

const PATH = '/home/jane/.config/awscred/config.ini';

function portsOf(
  text: string | null,
  variables: Record<string, string> = {},
): SettingsPorts & { text: string | null } {
  const ports = {
    text,
    environment: environmentOf(variables),
    settingsFile: {
      path: PATH,
      read: () => ports.text,
      write: (changed: string) => {
        ports.text = changed;
      },
    },
  };
  return ports;
}

describe('loadSettings', () => {
  it('has defaults, each of which its own row accepts', () => {
    assert.deepEqual(loadSettings(portsOf(null)), {
      settings: {
        store: 'auto',
        signIn: 'ask',
        ssoCache: 'own',
        mfaSession: true,
        hotCache: 'on',
        audit: 'on',
        promptVariable: 'AWS_VAULT',
        promptWarning: 'on',
        waitTimeout: 300,
        keychainTimeout: 60,
        processTimeout: 60,
        unlockFor: 3600,
        samlBrowser: '',
        samlWindow: 'auto',
        samlTimeout: 300,
        trustedEndpoints: [],
        plainHttp: [],
        trustAwsFolder: false,
      },
      warnings: [],
    });
  });
  it('takes the file, and the variable over it', () => {
    const file =
      'store = file\nwait_timeout = 90\nmfa_session = false\ntrusted_endpoints = A.example, b.example ::1\n';
    const { settings } = loadSettings(
      portsOf(file, { AWSCRED_STORE: 'none', AWSCRED_SIGN_IN: 'never', AWSCRED_WAIT_TIMEOUT: '' }),
    );
    assert.deepEqual(
      [settings.store, settings.signIn, settings.waitTimeout, settings.mfaSession],
      ['none', 'never', 90, false],
    );
    assert.deepEqual(settings.trustedEndpoints, ['a.example', 'b.example', '::1']);
  });
  it('lets no variable say whom to trust', () => {
    const { settings, warnings } = loadSettings(
      portsOf(null, { AWSCRED_TRUSTED_ENDPOINTS: 'x', AWSCRED_PLAIN_HTTP: 'y' }),
    );
    assert.deepEqual([settings.trustedEndpoints, settings.plainHttp], [[], []]);
    assert.deepEqual(warnings, [
      'AWSCRED_TRUSTED_ENDPOINTS is ignored: trusted_endpoints can only be set in config.ini',
      'AWSCRED_PLAIN_HTTP is ignored: plain_http can only be set in config.ini',
    ]);
  });
  it('warns of keys that are none, and leaves guards alone', () => {
    const { warnings } = loadSettings(portsOf('stor = file\nx = 1\n'));
    assert.deepEqual(warnings, [
      '~/.config/awscred/config.ini:1: no setting "stor"; did you mean store?',
      '~/.config/awscred/config.ini:2: no setting "x"',
    ]);
    assert.deepEqual(
      loadSettings(portsOf('[profile prod*]\nconfirm = true\n[account 4]\nmfa = required')).warnings,
      [],
    );
  });
  const bad: readonly [string | null, Record<string, string>, string, number | null][] = [
    ['\nstore = disk', {}, 'store = "disk" is not one of: auto, keychain, file, none', 2],
    [
      null,
      { AWSCRED_STORE: 'disk' },
      'AWSCRED_STORE = "disk" is not one of: auto, keychain, file, none',
      null,
    ],
    ['wait_timeout = soon', {}, 'wait_timeout = "soon" is not one of: seconds, or a duration like 5m', 1],
    [
      'plain_http = http://x',
      {},
      'plain_http = "http://x" is not one of: bare host names, separated by commas',
      1,
    ],
    [
      'trusted_endpoints = *.example',
      {},
      'trusted_endpoints = "*.example" is not one of: bare host names, separated by commas',
      1,
    ],
    [
      'trusted_endpoints = x:443',
      {},
      'trusted_endpoints = "x:443" is not one of: bare host names, separated by commas',
      1,
    ],
    ['mfa_session = maybe', {}, 'mfa_session = "maybe" is not one of: true, false', 1],
  ];
  for (const [text, variables, message, line] of bad) {
    it(message, () => {
      const thrown = thrownBy(() => loadSettings(portsOf(text, variables)));
      assert.deepEqual([thrown.code, thrown.message, thrown.line], ['SETTINGS', message, line]);
    });
  }
});

describe('settings get', () => {
  it('says where each value comes from', () => {
    const shown = getSettings(null, portsOf('\nsso_cache = shared', { AWSCRED_STORE: 'none' }));
    assert.deepEqual(
      shown.slice(0, 3).map(({ name, value, from }) => [name, value, from]),
      [
        ['store', 'none', 'AWSCRED_STORE'],
        ['sign_in', 'ask', 'default'],
        ['sso_cache', 'shared', '~/.config/awscred/config.ini:2'],
      ],
    );
    assert.equal(shown.length, Object.keys(SETTINGS).length);
    assert.equal(getSettings('wait_timeout', portsOf(null))[0]?.value, '5m');
  });
});

describe('settings set', () => {
  it('writes one key, and says what hides it', () => {
    const ports = portsOf('# mine\nstore = none ; c\n', { AWSCRED_STORE: 'none' });
    assert.equal(setSetting('store', ' file ', ports), 'AWSCRED_STORE');
    assert.equal(ports.text, '# mine\nstore = file ; c\n');
    assert.equal(setSetting('trusted_endpoints', 'sso.corp.example,x', ports), null);
    assert.deepEqual(loadSettings(ports).settings.trustedEndpoints, ['sso.corp.example', 'x']);
  });
  const bad: readonly [string, string, RegExp][] = [
    ['stores', 'file', /^no setting "stores"; there are: store, sign_in, /],
    ['__proto__', 'file', /^no setting "__proto__"/],
    ['store', 'disk', /^store = "disk" is not one of: auto, keychain, file, none$/],
    ['trusted_endpoints', 'a\nb', /^trusted_endpoints = "a\\u\{a\}b" is not one of/],
  ];
  for (const [key, value, message] of bad) {
    it(`refuses ${key} ${JSON.stringify(value)}`, () => {
      const ports = portsOf('x = 1\n');
      const thrown = thrownBy(() => setSetting(key, value, ports));
      assert.equal(thrown.code, 'USAGE');
      assert.match(thrown.message, message);
      assert.equal(ports.text, 'x = 1\n');
    });
  }
  it('names the nearest', () => {
    assert.deepEqual(thrownBy(() => setSetting('Stores', 'file', portsOf(null))).hints, [
      'did you mean store?',
    ]);
  });
  it('touches no file that it cannot read', () => {
    const ports = portsOf('store = none\njunk\n');
    assert.deepEqual(
      [thrownBy(() => setSetting('store', 'file', ports)).line, ports.text],
      [2, 'store = none\njunk\n'],
    );
  });
});
