import { adoptCommand, unadoptCommand } from './set-up/adopt.ts';
import { assumeCommand } from './every-day/assume.ts';
import { cachePruneCommand } from './machinery/cache-prune.ts';
import { cacheClearCommand, cacheListCommand } from './machinery/cache.ts';
import type { Command } from './command.ts';
import { configShowCommand } from './machinery/config-show.ts';
import { consoleCommand } from './every-day/console.ts';
import { devServerCommand } from './machinery/dev-server.ts';
import { doctorCommand } from './set-up/doctor.ts';
import { execCommand } from './every-day/exec.ts';
import { explainCommand } from './every-day/explain.ts';
import { initCommand } from './set-up/init.ts';
import { installLauncherCommand } from './set-up/install-launcher.ts';
import { keysAddCommand, keysImportCommand, keysListCommand, keysRemoveCommand } from './keys/keep.ts';
import { keysAuditCommand, keysRotateCommand } from './keys/rotate.ts';
import { listCommand } from './every-day/list.ts';
import { loginCommand } from './every-day/login.ts';
import { logoutCommand } from './every-day/logout.ts';
import { processCommand } from './every-day/process.ts';
import { settingsGetCommand, settingsSetCommand } from './set-up/settings.ts';
import { setupCommand } from './set-up/setup.ts';
import { storeStatusCommand } from './machinery/store.ts';
import { storeLockCommand } from './machinery/store-lock.ts';
import { storeMigrateCommand } from './machinery/store-migrate.ts';
import { storeUnlockCommand } from './machinery/store-unlock.ts';
import { scopesCommand } from './every-day/scopes.ts';
import { logCommand } from './every-day/log.ts';
import { shareCommand } from './every-day/share.ts';
import { whoamiCommand } from './every-day/whoami.ts';

/** THE TABLE of commands. */
export const COMMANDS: readonly Command[] = [
  assumeCommand,
  execCommand,
  processCommand,
  loginCommand,
  logoutCommand,
  listCommand,
  explainCommand,
  whoamiCommand,
  consoleCommand,
  shareCommand,
  scopesCommand,
  logCommand,
  initCommand,
  settingsGetCommand,
  settingsSetCommand,
  setupCommand,
  keysAddCommand,
  keysImportCommand,
  keysListCommand,
  keysRemoveCommand,
  keysRotateCommand,
  keysAuditCommand,
  adoptCommand,
  unadoptCommand,
  doctorCommand,
  installLauncherCommand,
  configShowCommand,

  storeStatusCommand,
  storeMigrateCommand,
  storeUnlockCommand,
  storeLockCommand,
  cacheListCommand,
  cacheClearCommand,
  cachePruneCommand,
  devServerCommand,
];
