import {
  launcherCalls,
  LAUNCHER_HEAD,
  launcherScript,
  type LauncherParts,
} from '../../core/launcher/launcher-script.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { FoundProgram, LauncherFiles, LauncherSurroundings } from '../../ports/launcher.ts';

interface LauncherPorts {
  readonly environment: Environment;
  readonly files: LauncherFiles;
}

/** Which step of a launcher can answer, and why no faster one. */
export interface LauncherStatus {
  readonly file: string;
  readonly installed: boolean;
  /** Why it cannot be used; null where it can, or is not installed. */
  readonly fault: string | null;
  /** 1: the kernel keyring, no Node; 2: a lean Node; 3: the full program alone. Of one that is there, or would be. */
  readonly step: 1 | 2 | 3;
  /** What is missing for step 1; one clause each. */
  readonly missing: readonly string[];
}

/** Where a launcher is unless `--to` says otherwise. */
export function launcherPath(to: string | null, { environment }: Pick<LauncherPorts, 'environment'>): string {
  const path = to ?? `${environment.home}/.local/bin/awscred-launcher`;
  if (!path.startsWith('/')) {
    throw new AwscredError('USAGE', `--to ${printable(path)} is not an absolute path`, {
      hints: ['programs may call it from any folder'],
    });
  }
  if (/[\x00-\x1F\x7F-\x9F"\\]/.test(path)) {
    throw new AwscredError(
      'USAGE',
      `--to ${printable(path)} cannot be written in a credential_process line`,
      {
        hints: ['choose a path without control characters, double quotes and backslashes'],
      },
    );
  }
  return path;
}

/** Writes it, replacing any version of ours. AwscredError CONFIG if that is not safe, or the file is not ours. */
export function installLauncher(path: string, { files, environment }: LauncherPorts): LauncherStatus {
  refuseForeign(path, files);
  const around = files.surroundings();
  const script = launcherScript(around.template, partsOf(around));
  // Checked before writing: in a folder that others can write, the file could be exchanged after the check.
  const place = files.placeFault(path);
  if (place !== null) {
    throw unsafe(place);
  }
  files.write(path, script);
  const fault = files.fault(path);
  if (fault !== null) {
    files.remove(path);
    throw unsafe(fault);
  }
  return launcherStatus(path, { files, environment });
}

/** False where there was none. */
export function removeLauncher(path: string, { files }: LauncherPorts): boolean {
  refuseForeign(path, files);
  const isThere = files.read(path) !== null;
  if (isThere) {
    files.remove(path);
  }
  return isThere;
}

export function launcherStatus(path: string, { files }: LauncherPorts): LauncherStatus {
  const text = files.read(path);
  const around = files.surroundings();
  const missing = missingIn(around);
  const calls = text === null ? null : launcherCalls(text);
  const hasStep1 = calls === null ? missing.length === 0 : calls.stat !== '' && calls.keyctl !== '';
  const fault = text === null ? null : faultOf(path, text, { files, around });
  return {
    file: path,
    installed: calls !== null,
    fault,
    step: fault !== null ? 3 : hasStep1 ? 1 : 2,
    missing: hasStep1
      ? []
      : missing.length > 0
        ? missing
        : ['keyutils was installed later: run awscred install-launcher again'],
  };
}

function missingIn({ keyctl, stat }: LauncherSurroundings): readonly string[] {
  const faults = [keyctl, stat].flatMap((found) => ('fault' in found ? [found.fault] : []));
  const hint = 'fault' in keyctl ? ['keyctl is in the package keyutils'] : [];
  return [...faults, ...hint];
}

function faultOf(
  path: string,
  text: string,
  { files, around }: { readonly files: LauncherFiles; readonly around: LauncherSurroundings },
): string | null {
  const calls = launcherCalls(text);
  if (calls === null) {
    return 'it is not a launcher of awscred’s';
  }
  const gone = [calls.node, calls.program, calls.stat, calls.keyctl]
    .filter((each) => each !== '')
    .map((each) => files.fault(each));
  const fault = [files.fault(path), ...gone].find((each) => each !== null) ?? null;
  if (fault !== null) {
    return fault;
  }
  const isCurrent = [
    'fault' in around.program || around.program.path === calls.program,
    'fault' in around.node || around.node.path === calls.node,
  ];
  return isCurrent.includes(false) ? `it calls another installation: ${calls.node} ${calls.program}` : null;
}

function partsOf(around: LauncherSurroundings): LauncherParts {
  const { nodeOptions, shells, keyctl, stat, node, program } = around;
  const optional = { stat: 'path' in stat ? stat.path : null, keyctl: 'path' in keyctl ? keyctl.path : null };
  return { ...optional, nodeOptions, shells, node: needed(node), program: needed(program) };
}

function needed(found: FoundProgram): string {
  if ('fault' in found) {
    throw unsafe(found.fault);
  }
  return found.path;
}

function unsafe(fault: string): AwscredError {
  return new AwscredError('CONFIG', `the launcher was not written: ${fault}`, {
    hints: ['it would run whatever is put there: install awscred and Node where only you or root can write'],
  });
}

function refuseForeign(path: string, files: LauncherFiles): void {
  const text = files.read(path);
  if (text !== null && !text.startsWith(LAUNCHER_HEAD)) {
    throw new AwscredError(
      'CONFIG',
      `${printable(path)} is not a launcher of awscred's; nothing was changed`,
      {
        hints: ['choose another file with --to FILE'],
      },
    );
  }
}

/** The line for `~/.aws/config`. */
export function credentialProcessLine(path: string): string {
  return `credential_process = "${path}" process PROFILE`;
}
