import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import {
  credentialProcessLine,
  installLauncher,
  launcherPath,
  type LauncherStatus,
  launcherStatus,
  removeLauncher,
} from '../../flow/set-up/launcher.ts';
import type { App } from '../app.ts';
import { json, type Input, type Outcome, page } from '../command.ts';
import { text } from '../argv/request.ts';

/** What `install-launcher` does; loaded late, since few ever type it. */
export async function installLauncherOutcome(input: Input, app: App): Promise<Outcome> {
  const ports = { environment: app.run.ports.environment, files: await app.launcher() };
  if (ports.environment.platform === 'win32') {
    throw new AwscredError('UNSUPPORTED', 'the launcher is a script for sh, which Windows does not have');
  }
  const path = launcherPath(text(input.options, 'to'), ports);
  if (input.options['remove'] === true) {
    const removed = removeLauncher(path, ports);
    return input.json ? json({ version: 1, file: path, removed }) : page(removedText(path, removed));
  }
  const asked = input.options['status'] === true;
  const status = asked ? launcherStatus(path, ports) : installLauncher(path, ports);
  return {
    ...(input.json ? json({ version: 1, ...status }) : page(statusText(status))),
    status: asked && (status.fault !== null || !status.installed) ? 1 : 0,
  };
}

function removedText(path: string, removed: boolean): string {
  return removed ? `removed ${printable(path)}\n` : `there is no launcher at ${printable(path)}\n`;
}

function statusText(status: LauncherStatus): string {
  const { file, installed, fault, step, missing } = status;
  const first = installed ? 'installed' : 'not installed: awscred install-launcher';
  const lines = [
    `${printable(file)}: ${first}`,
    ...(fault === null
      ? []
      : [`  cannot be used: ${printable(fault, 500)}`, '  to fix it: awscred install-launcher']),
    `  step 1  the kernel keyring, without Node   ${step === 1 ? 'serves' : 'no'}`,
    ...missing.map((why) => `          ${printable(why, 500)}`),
    `  step 2  the hot path, a lean Node          ${step <= 2 ? 'serves' : 'no'}`,
    `  step 3  the full program                   ${fault === null ? 'serves' : 'no'}`,
    ...(installed ? [`  in ~/.aws/config: ${printable(credentialProcessLine(file), 400)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
