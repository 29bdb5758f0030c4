import type { Aws } from './aws.ts';
import type { AuditTrail } from './store/audit-trail.ts';
import type { Browser } from './person/browser.ts';
import type { Children } from './children.ts';
import type { Clock } from './clock.ts';
import type { Confirmations } from './store/confirmations.ts';
import type { Environment } from './environment.ts';
import type { Files } from './files/files.ts';
import type { HotCache } from './store/hot-cache.ts';
import type { Http } from './http.ts';
import type { Iam } from './iam.ts';
import type { Locks } from './store/lock.ts';
import type { Loopback } from './person/loopback.ts';
import type { Notes } from './store/notes.ts';
import type { Processes } from './processes.ts';
import type { Random } from './random.ts';
import type { Report } from './person/report.ts';
import type { SignInBrowser } from './person/sign-in-browser.ts';
import type { Store } from './store/store.ts';
import type { Terminal } from './person/terminal.ts';
import type { ReadXml } from './xml.ts';

/** Everything outside the program, as types. src/wiring builds it; a source or flow destructures what it needs. */
export interface Ports {
  readonly audit: AuditTrail;
  readonly aws: Aws;
  readonly browser: Browser;
  readonly children: Children;
  readonly clock: Clock;
  readonly confirmations: Confirmations;
  readonly environment: Environment;
  readonly files: Files;
  readonly hot: HotCache;
  /** The transport: it costs nothing until it is asked for. */
  readonly http: () => Promise<Http>;
  /** Loaded with the first call to it. */
  readonly iam: () => Promise<Iam>;
  readonly locks: Locks;
  readonly loopback: Loopback;
  readonly notes: Notes;
  readonly processes: Processes;
  readonly random: Random;
  readonly report: Report;
  readonly signInBrowser: SignInBrowser;
  readonly store: Store;
  readonly terminal: Terminal;
  readonly xml: ReadXml;
}
