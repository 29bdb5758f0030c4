import type { Environment } from '../../../ports/environment.ts';
import type { SessionBus } from '../bus.ts';

/** What a keychain and its prompt need. Nothing else is passed on: no AWS_*, no NODE_*, no PATH. */
const PASSED_ON = [
  'XDG_RUNTIME_DIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'LANG',
  'LC_ALL',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'SECURITYSESSIONID',
  'SystemRoot',
  'windir',
  'TEMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

export function childEnvironment(environment: Environment, bus: SessionBus): NodeJS.ProcessEnv {
  const passed = PASSED_ON.map((name) => [name, environment.get(name)] as const);
  return {
    ...Object.fromEntries(passed.filter(([, value]) => value !== null)),
    HOME: environment.home,
    ...(bus.address === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus.address }),
  };
}
