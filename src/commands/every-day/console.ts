import { toIso } from '../../core/text/time.ts';
import { text } from '../argv/request.ts';
import { json, product, type Command } from '../command.ts';

export const consoleCommand: Command = {
  name: 'console',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  summary: 'open the AWS console as a profile',
  options: [
    { name: 'url', about: 'print the address instead of opening it' },
    { name: 'service', value: { kind: 'text', shown: 'name' }, about: 'the service’s page: s3, ec2, cfn, …' },
    {
      name: 'path',
      value: { kind: 'text', shown: 'path' },
      about: 'any page: what follows the console’s host',
    },
    { name: 'federate', about: 'with the profile’s credentials, also where SSO’s portal would do' },
    { name: 'browser', value: { kind: 'file', shown: 'program' }, about: 'the browser to open it in' },
    {
      name: 'firefox-container',
      value: { kind: 'text', shown: 'name' },
      about: 'a container of Firefox (add-on "Open external links in a container")',
    },
    {
      name: 'chrome-profile',
      value: { kind: 'text', shown: 'name' },
      about: 'a profile of Chrome, Chromium, Edge or Brave',
    },
    { name: 'switch-role', about: 'print the console’s own link for switching to a role' },
    {
      name: 'display-name',
      value: { kind: 'text', shown: 'name' },
      about: '--switch-role: what the console shows',
    },
    {
      name: 'color',
      value: { kind: 'text', shown: 'color' },
      about: 'of the container, or of the switched role (blue, F2B0A9, …)',
    },
    { name: 'console', short: 'c', about: 'for `assume -c`, which is this command' },
  ],
  examples: [
    ['awscred console prod-readonly', 'in the browser'],
    ['awscred console prod-readonly --service s3 --region eu-west-1', 'a service’s page'],
    ['awscred console jane --read-only', 'access keys: with a policy'],
    ['awscred console prod-readonly --url', 'the address, for another browser'],
    ['awscred console --switch-role prod-admin', 'a link without any credentials'],
  ],

  async run(input, app) {
    const { openConsole } = await import('../../flow/ends/console/console.ts');
    const { options } = input;
    const isOn = (name: string): boolean => options[name] === true;
    const link = await openConsole(app.run, {
      profile: input.profile,
      page: { service: text(options, 'service'), path: text(options, 'path') },
      federate: isOn('federate'),
      switchRole: isOn('switchRole'),
      displayName: text(options, 'displayName'),
      colour: text(options, 'color'),
      browser: {
        program: text(options, 'browser'),
        container: text(options, 'firefoxContainer'),
        chromeProfile: text(options, 'chromeProfile'),
      },
      prints: isOn('url') || input.json,
    });
    if (link === null) {
      return product('');
    }
    const { url, kind, account, role, expiresAt } = link;
    const expires = expiresAt === null ? null : toIso(expiresAt);
    return input.json ? json({ version: 1, url, kind, account, role, expires }) : product(`${url}\n`);
  },
};
