import type { GuardLine } from '../../core/settings/guards.ts';
import { printable, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { guardsOrFault } from '../../flow/set-up/load-guards.ts';
import { getSettings, setSetting } from '../../flow/set-up/settings.ts';
import type { App } from '../app.ts';
import { json, product, type Input, type Outcome, page } from '../command.ts';

export async function shownSettings(input: Input, app: App): Promise<Outcome> {
  const [key] = input.words;
  const shown = getSettings(key ?? null, app.settingsPorts);
  const guards = key === undefined ? guardLines(app) : [];
  if (input.json) {
    return Promise.resolve(json({ version: 1, settings: shown, ...(key === undefined ? { guards } : {}) }));
  }
  const lines = shown.map((one) => (key === undefined ? line(one) : `${printable(one.value)}\n`));
  const home = app.run.ports.environment.home;
  return Promise.resolve(page([...lines, ...guards.map((guard) => guardLine(guard, home))].join('')));
}

export async function changedSetting(input: Input, app: App): Promise<Outcome> {
  const [key = '', value] = input.words;
  if (value === undefined) {
    throw new AwscredError('USAGE', `settings set ${printable(key, 40)} needs a value`);
  }
  const hidden = setSetting(key, value, app.settingsPorts);
  guardLines(app);
  const { report } = app.run.ports;
  if (hidden !== null) {
    report.warn(`${hidden} is set in this shell and overrides the file`);
  }
  report.done(`${key} is ${printable(value, 80)} now`);
  return Promise.resolve(input.json ? json({ version: 1, key, value }) : product(''));
}

function line(one: {
  readonly name: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
}): string {
  return `${one.name} = ${printable(one.value)}\t${one.from}\t${one.about}\n`;
}

/** The guards of `config.ini`. If they are not understood, only a warning: this command is used to fix the file. */
function guardLines({ run }: App): readonly GuardLine[] {
  const guards = guardsOrFault(run);
  if (!(guards instanceof AwscredError)) {
    return guards.sections
      .flatMap(({ confirm, allowed }) => [confirm, allowed?.line ?? null])
      .filter((one) => one !== null);
  }
  const { report, environment } = run.ports;
  const place = guards.file === null ? '' : `${tilde(guards.file, environment.home)}:${guards.line ?? 0}: `;
  report.warn(`${place}${guards.message}; awscred gives out no credentials until this is fixed`);
  return [];
}

function guardLine({ section, key, value, file, line: number }: GuardLine, home: string): string {
  const shown = `[${printable(section, 100)}] ${key} = ${printable(value)}`;
  return `${shown}\t${printable(tilde(file, home))}:${number}\ta guard\n`;
}
