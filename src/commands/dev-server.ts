import { AwscredError } from '../errors.ts';
import { product, type Command } from './command.ts';
import { text } from './argv/request.ts';

export const devServerCommand: Command = {
  name: 'dev-server',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'a local AWS for trying things and for tests',
  details: 'It speaks STS, SSO-OIDC and the SSO portal, on 127.0.0.1 alone (docs/dev-server.md).',
  options: [
    { name: 'port', value: { kind: 'number', shown: 'n' }, about: 'port on 127.0.0.1; 0 for any' },
    { name: 'world', value: { kind: 'file', shown: 'file' }, about: 'users, roles and SSO accounts as JSON' },
    {
      name: 'write-config',
      value: { kind: 'folder', shown: 'dir' },
      about: 'write DIR/config and DIR/credentials that point at it',
    },
  ],
  examples: [
    ['awscred dev-server --write-config ~/awslocal', 'with a config for it in that folder'],
    ['awscred dev-server --port 4566 --world world.json', 'a world of your own'],
  ],

  async run(input, app) {
    const worldFile = text(input.options, 'world');
    const worldText = worldFile === null ? null : app.session.ports.files.read(worldFile);
    if (worldFile !== null && worldText === null) {
      throw new AwscredError('USAGE', 'the file of --world does not exist', {
        at: { file: worldFile, line: null },
      });
    }
    const { serve } = await import('../dev-server/run.ts');
    await serve({
      port: port(text(input.options, 'port') ?? '0'),
      worldText,
      worldFile,
      configFolder: text(input.options, 'writeConfig'),
      print: (line) => app.print(`${line}\n`),
      onSignal: (stop) => app.onSignal(stop),
    });
    return product('');
  },
};

function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new AwscredError('USAGE', '--port takes a number from 0 to 65535');
  }
  return Number(value);
}
