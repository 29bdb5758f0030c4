import type { Config, Diagnostic } from '../../core/aws-files/config-model.ts';
import type { FileText } from '../../core/aws-files/config.ts';
import { configOnDemand } from '../../core/aws-files/config-on-demand.ts';
import { expandPath } from '../../core/text/home-path.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Files } from '../../ports/files/files.ts';

interface LoadConfigPorts {
  readonly environment: Environment;
  readonly files: Pick<Files, 'read' | 'list'>;
}

/**
 * Reads AWS's two files from where `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say, else from `~/.aws`
 * (docs/aws-files.md, "Locations"). AwscredError CONFIG where one is there but cannot be read.
 */
export function loadConfig({ environment, files }: LoadConfigPorts): Config {
  const home = awsHome({ environment, files });
  const config = locate(environment, 'AWS_CONFIG_FILE', `${home.path}/.aws/config`);
  const credentials = locate(environment, 'AWS_SHARED_CREDENTIALS_FILE', `${home.path}/.aws/credentials`);
  const read = configOnDemand({
    config: textAt(config, files),
    credentials: textAt(credentials, files),
  });
  const notes = [config, credentials].flatMap((place) => place.notes);
  if (home.isDoubtful && read.configFile.path === `${home.path}/.aws/config`) {
    const message = 'HOME and USERPROFILE differ and both have a folder .aws: awscred reads the one in HOME';
    notes.push(warning('two-homes', message, config.path));
  }
  return notes.length === 0 ? read : { ...read, diagnostics: [...notes, ...read.diagnostics] };
}

/** Where AWS's two files are read from, without reading them. */
export function awsFilePaths(ports: LoadConfigPorts): readonly [config: string, credentials: string] {
  const home = awsHome(ports).path;
  const pathOf = (variable: string, name: string): string =>
    locate(ports.environment, variable, `${home}/.aws/${name}`).path;
  return [pathOf('AWS_CONFIG_FILE', 'config'), pathOf('AWS_SHARED_CREDENTIALS_FILE', 'credentials')];
}

interface Place {
  readonly path: string;
  /** The variable that names it; null for the usual place. */
  readonly from: string | null;
  readonly notes: Diagnostic[];
}

/** AwscredError CONFIG for UTF-16, as PowerShell writes it: read as UTF-8 it would be a file without profiles. */
function textAt({ path, from }: Place, files: Pick<Files, 'read'>): FileText {
  const text = files.read(path);
  if (text !== null && isUtf16(text)) {
    const message = `${printable(path)} is UTF-16: AWS's tools and awscred read UTF-8`;
    throw new AwscredError('CONFIG', message, {
      at: { file: path, line: null },
      hints: ['save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE (PowerShell: Set-Content -Encoding utf8)'],
    });
  }
  return { path, text, from };
}

/** Of a text that was read as UTF-8: whether every other byte at its beginning is NUL, behind a byte order mark or not. */
function isUtf16(text: string): boolean {
  return /^(?:\uFFFD\uFFFD)?(?:\0[^\0]|[^\0\uFFFD]\0)/.test(text.slice(0, 4));
}

function locate(environment: Environment, variable: string, preset: string): Place {
  const value = environment.get(variable);
  if (value === null) {
    return { path: preset, from: null, notes: [] };
  }
  const path = expandPath(value, environment);
  const notes: Diagnostic[] = [];
  if (path.includes('$')) {
    const message = `${variable} contains a "$" that names no set variable: it is used as it is`;
    notes.push(warning('unexpanded-variable', message, path));
  }
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) {
    notes.push(
      warning('relative-path', `${variable} is a relative path: it depends on the current folder`, path),
    );
  }
  return { path, from: variable, notes };
}

interface Home {
  readonly path: string;
  /** Whether there is another one with a folder `.aws`. */
  readonly isDoubtful: boolean;
}

function awsHome({ environment, files }: LoadConfigPorts): Home {
  if (environment.platform !== 'win32') {
    return { path: environment.home, isDoubtful: false };
  }
  const home = environment.get('HOME');
  const profile = environment.get('USERPROFILE') ?? driveHome(environment);
  if (home === null || profile === null || home === profile) {
    return { path: home ?? profile ?? environment.home, isDoubtful: false };
  }
  return chooseHome(home, profile, files);
}

/** On Windows `HOME` and `USERPROFILE` may differ: the one that has a folder `.aws` counts, else `HOME`. */
function chooseHome(home: string, profile: string, files: Pick<Files, 'list'>): Home {
  const [inHome, inProfile] = [home, profile].map((folder) => files.list(`${folder}/.aws`).length > 0);
  if (inProfile !== true) {
    return { path: home, isDoubtful: false };
  }
  return inHome === true ? { path: home, isDoubtful: true } : { path: profile, isDoubtful: false };
}

function driveHome(environment: Environment): string | null {
  const drive = environment.get('HOMEDRIVE');
  const path = environment.get('HOMEPATH');
  return drive === null || path === null ? null : `${drive}${path}`;
}

function warning(code: string, message: string, file: string): Diagnostic {
  return { severity: 'warning', code, message, file, line: 1, profile: null };
}
