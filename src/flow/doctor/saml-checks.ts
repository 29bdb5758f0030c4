import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { saml } from '../../sources/saml/saml.ts';
import { type Check, ok, type Seen, warn } from './check.ts';

/** What a SAML sign-in needs on this machine, where a profile has one. No browser is started. */
export const SAML_CHECKS: readonly Check[] = [
  {
    id: 'saml-browser',
    run(seen) {
      const names = samlProfiles(seen);
      const [first = ''] = names;
      if (names.length === 0) {
        return [ok('no profile signs in by SAML')];
      }
      const browser = seen.machine.signInBrowser(seen.run.settings.samlBrowser);
      const more = names.length === 1 ? '' : ` and ${names.length - 1} more`;
      return [
        'fault' in browser
          ? warn(`${printable(first, 60)}${more}: ${browser.fault}`, { fix: browser.fix })
          : ok(`${printable(browser.path, 200)}, for ${printable(first, 60)}${more}`),
      ];
    },
  },
];

function samlProfiles({ config }: Seen): readonly string[] {
  const profiles = config instanceof AwscredError ? [] : [...config.profiles.values()];
  const keys = saml.signInKeys ?? [];
  return profiles.filter(({ properties }) => keys.some((key) => properties.has(key))).map(({ name }) => name);
}
