import type { LivePorts } from '../../flow/ends/exec-live.ts';
import { AwscredError } from '../../errors.ts';
import type { App } from '../app.ts';
import type { Command, Input } from '../command.ts';

export const execCommand: Command = {
  name: 'exec',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  program: '[-- cmd...]',
  summary: 'run one command with a profile’s credentials',
  options: [{ name: 'live', about: 'outlive the credentials: AWS tools ask awscred anew' }],
  examples: [
    ['awscred exec prod-readonly -- aws s3 ls', 'only that command gets them'],
    ['awscred exec prod-readonly', 'a shell that has them'],
    ['awscred exec -- terraform plan', 'as the current profile'],
    ['awscred exec --live prod-admin -- ./migrate', 'however long it takes'],
  ],

  async run(input, app) {
    const { exec } = await import('../../flow/ends/exec.ts');
    const { profile, program: command } = input;
    const isLive = input.options['live'] === true;
    const started = exec(app.run, { profile, command, isLive, live: async () => livePorts(app) });
    const status = await started.catch((error: unknown) => {
      throw profileFirst(error, input);
    });
    return { stdout: '', status };
  },
};

async function livePorts(app: App): Promise<LivePorts> {
  const { ownProgram } = await import('../../flow/set-up/own-program.ts');
  const { home } = app.run.ports.environment;
  const program = await ownProgram(false, { home, files: app.initFiles });
  return { program, files: await app.liveFiles() };
}

/** `exec aws s3 ls`: the first word was taken for a profile. */
function profileFirst(error: unknown, { profile, program }: Input): unknown {
  if (!(error instanceof AwscredError) || error.code !== 'UNKNOWN_PROFILE' || profile === null) {
    return error;
  }
  // Its other words may hold a secret.
  const command = `${PLAIN.test(profile) ? profile : 'PROGRAM'}${program.length > 0 ? ' …' : ''}`;
  const hint = `the profile goes first: \`awscred exec PROFILE -- ${command}\``;
  const { code, message, hints, file, line, cause } = error;
  const at = file === null ? {} : { at: { file, line } };
  return new AwscredError(code, message, { hints: [...hints, hint], cause, ...at });
}

const PLAIN = /^[A-Za-z0-9._@+/:=-]{1,60}$/;
