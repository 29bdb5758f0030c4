import { assumeCommand } from './assume.ts';
import { cachePruneCommand } from './cache-prune.ts';
import { cacheClearCommand, cacheListCommand } from './cache.ts';
import type { Command } from './command.ts';
import { configShowCommand } from './config-show.ts';
import { devServerCommand } from './dev-server.ts';
import { doctorCommand } from './doctor.ts';
import { execCommand } from './exec.ts';
import { explainCommand } from './explain.ts';
import { installLauncherCommand } from './install-launcher.ts';
import { listCommand } from './list.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { processCommand } from './process.ts';
import { settingsGetCommand, settingsSetCommand } from './settings.ts';
import { storeStatusCommand } from './store.ts';
import { storeLockCommand } from './store-lock.ts';
import { storeMigrateCommand } from './store-migrate.ts';
import { storeUnlockCommand } from './store-unlock.ts';
import { whoamiCommand } from './whoami.ts';

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
  settingsGetCommand,
  settingsSetCommand,
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
