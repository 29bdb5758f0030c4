import { assumeCommand } from './assume.ts';
import { cacheClearCommand, cacheListCommand } from './cache.ts';
import type { Command } from './command.ts';
import { configShowCommand } from './config-show.ts';
import { devServerCommand } from './dev-server.ts';
import { execCommand } from './exec.ts';
import { explainCommand } from './explain.ts';
import { listCommand } from './list.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { processCommand } from './process.ts';

import { settingsGetCommand, settingsSetCommand } from './settings.ts';
import { storeStatusCommand } from './store.ts';
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
  configShowCommand,

  storeStatusCommand,
  cacheListCommand,
  cacheClearCommand,
  devServerCommand,
];
