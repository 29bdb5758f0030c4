import { printable } from '../core/printable.ts';
import { AwscredError } from '../errors.ts';
import { getSettings, setSetting } from '../flow/settings.ts';
import { json, product, type Command } from './command.ts';

export const settingsGetCommand: Command = {
  name: 'settings get',
  aliases: ['config get'],
  group: 'Set up',
  words: '[key]',
  takesProfile: false,
  summary: 'awscred’s own settings, and where each comes from',
  options: [],
  examples: [
    ['awscred settings get', 'all of them'],
    ['awscred settings get store', 'one value, alone'],
  ],

  async run(input, app) {
    const [key] = input.words;
    const shown = getSettings(key ?? null, app.settingsPorts);
    if (input.json) {
      return Promise.resolve(json({ version: 1, settings: shown }));
    }
    const lines = shown.map((one) => (key === undefined ? line(one) : `${printable(one.value)}\n`));
    return Promise.resolve(product(lines.join('')));
  },
};

export const settingsSetCommand: Command = {
  name: 'settings set',
  aliases: ['config set'],
  group: 'Set up',
  words: '<key> [value]',
  takesProfile: false,
  summary: 'change a setting in config.ini; the rest of the file stays as it is',
  options: [],
  examples: [
    ['awscred settings set store file', 'keep secrets in an encrypted file'],
    ['awscred settings set sign_in browser', '`process` may open a browser'],
  ],

  async run(input, app) {
    const [key = '', value] = input.words;
    if (value === undefined) {
      throw new AwscredError('USAGE', `settings set ${printable(key, 40)} needs a value`);
    }
    const hidden = setSetting(key, value, app.settingsPorts);
    const { report } = app.session.ports;
    if (hidden !== null) {
      report.warn(`${hidden} is set in this shell and wins over the file`);
    }
    report.summary(`${key} is ${printable(value, 80)} now`);
    return Promise.resolve(product(''));
  },
};

function line(one: {
  readonly name: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
}): string {
  return `${one.name} = ${printable(one.value)}\t${one.from}\t${one.about}\n`;
}
