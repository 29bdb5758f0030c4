// A program for the terminal's tests: does what its first argument says and prints the answer as JSON.
import { createTerminal } from '../../../src/adapters/terminal/tty-terminal.ts';
import { AwscredError, exitStatus } from '../../../src/errors.ts';

const terminal = createTerminal({
  platform: process.platform,
  noInput: process.env['AWSCRED_NO_INPUT'] === '1',
  writeStderr: (text) => process.stderr.write(text),
});

const CHOICES = ['prod-admin', 'prod-readonly', 'staging', '\u001b[31mred'].map((name) => ({
  value: name,
  label: name,
  note: name === 'staging' ? 'cached 12m' : null,
}));

const ACTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  available: async () => terminal.available,
  say: async () => terminal.say(process.argv[3] ?? ''),
  ask: async () => terminal.ask('MFA code for jane (111122223333), covers the next 12h'),
  'ask-twice': async () => [
    await terminal.ask('MFA code for jane'),
    await terminal.ask('Next MFA code for jane'),
  ],
  secret: async () => (await terminal.askSecret('Passphrase'))?.reveal() ?? null,
  confirm: async () => terminal.confirm('Keep secrets in an encrypted file?', true),
  choose: async () => terminal.choose('Profile', CHOICES),
};

try {
  const answer = await ACTIONS[process.argv[2] ?? '']?.();
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
} catch (error) {
  process.exitCode = error instanceof AwscredError ? exitStatus(error.code) : 1;
  process.stderr.write(`awscred: ${error instanceof Error ? error.message : 'unknown'}\n`);
}
