import { AwscredError } from '../errors.ts';

/** Where awscred keeps its own files. Full paths; nothing is created or checked here. */
export interface Places {
  /** `config.ini`: settings and guards. */
  readonly settingsFile: string;
  /** Index, locks, audit trail, the encrypted store. */
  readonly stateFolder: string;
  /** `$XDG_RUNTIME_DIR/awscred` for locks where the state folder cannot be used; null if there is none. */
  readonly runtimeFolder: string | null;
}

export interface PlacesInput {
  get(name: string): string | null;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** A relative `XDG_*` is ignored; a relative `AWSCRED_HOME` is an error. */
export function places(environment: PlacesInput): Places {
  const runtime = absolute(environment.get('XDG_RUNTIME_DIR'), environment.platform);
  const runtimeFolder = runtime === null ? null : `${runtime}/awscred`;
  const own = environment.get('AWSCRED_HOME');
  if (own !== null) {
    if (absolute(own, environment.platform) === null) {
      throw new AwscredError('USAGE', 'AWSCRED_HOME is not an absolute path', {
        hints: ['set it to a full path, e.g. export AWSCRED_HOME="$HOME/.awscred"'],
      });
    }
    return { settingsFile: `${own}/config.ini`, stateFolder: own, runtimeFolder };
  }
  return { ...userPlaces(environment), runtimeFolder };
}

/** The state folder where neither `AWSCRED_HOME` nor `XDG_STATE_HOME` names another one. */
export function usualStateFolder(environment: PlacesInput): string {
  const { home, platform } = environment;
  const get = (name: string): string | null => (platform === 'win32' ? environment.get(name) : null);
  return userPlaces({ home, platform, get }).stateFolder;
}

function userPlaces(environment: PlacesInput): { settingsFile: string; stateFolder: string } {
  const { home, platform } = environment;
  if (platform === 'win32') {
    const roaming = absolute(environment.get('APPDATA'), platform) ?? `${home}/AppData/Roaming`;
    const local = absolute(environment.get('LOCALAPPDATA'), platform) ?? `${home}/AppData/Local`;
    return { settingsFile: `${roaming}/awscred/config.ini`, stateFolder: `${local}/awscred` };
  }
  const config = absolute(environment.get('XDG_CONFIG_HOME'), platform) ?? `${home}/.config`;
  const state = absolute(environment.get('XDG_STATE_HOME'), platform) ?? `${home}/.local/state`;
  return { settingsFile: `${config}/awscred/config.ini`, stateFolder: `${state}/awscred` };
}

function absolute(path: string | null, platform: NodeJS.Platform): string | null {
  const isAbsolute =
    path !== null && (platform === 'win32' ? /^[A-Za-z]:[\\/]/.test(path) : path.startsWith('/'));
  return isAbsolute ? path : null;
}
