import type { Checked } from '../../flow/doctor/doctor.ts';
import { json, type Command, page } from '../command.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  aliases: [],
  group: 'Set up',
  words: '',
  takesProfile: false,
  summary: 'check files, store and surroundings; offline',
  details: 'Changes nothing. Each finding comes with its fix.',
  options: [],
  examples: [
    ['awscred doctor', 'one line per check, with the fix'],
    ['awscred doctor --json', 'for scripts; exit status 1 if a check fails'],
  ],

  async run(input, app) {
    const { doctorText } = await import('../../flow/doctor/doctor-text.ts');
    const { doctor } = await import('../../flow/doctor/doctor.ts');
    const { run, settingsPorts, machine } = app;
    const checks = await doctor({ run, settingsPorts, machine: await machine(), upkeep: await app.upkeep() });
    const outcome = input.json ? json({ version: 1, ...counts(checks), checks }) : page(doctorText(checks));
    return { ...outcome, status: checks.some(({ status }) => status === 'fail') ? 1 : 0 };
  },
};

function counts(checks: readonly Checked[]): Readonly<Record<'ok' | 'warnings' | 'failures', number>> {
  const of = (status: Checked['status']): number => checks.filter((one) => one.status === status).length;
  return { ok: of('ok'), warnings: of('warn'), failures: of('fail') };
}
