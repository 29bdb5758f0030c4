import type { Page } from '../../../core/console/destination.ts';
import { type BrowserChoice, containerColour, roleColour } from '../../../core/console/browser-words.ts';
import { switchRoleLink } from '../../../core/console/links.ts';
import { consoleSetting } from '../../../core/settings/guards.ts';
import { guardsFor } from '../../../core/settings/guards.ts';
import { printable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { plannedRelease, resultOf } from '../../../sources/summary.ts';
import { refuseForbidden } from '../../line/guards/allowed-accounts.ts';
import { noteUse } from '../../line/note-use.ts';
import { planFor } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';
import { consoleLink, type ConsoleLink, roleArnOf } from './console-link.ts';
import { openLink, secretLink } from './open-link.ts';

export interface ConsoleInput {
  readonly profile: string | null;
  readonly page: Page;
  readonly federate: boolean;
  /** `--switch-role`. */
  readonly switchRole: boolean;
  readonly displayName: string | null;
  readonly colour: string | null;
  readonly browser: Omit<BrowserChoice, 'colour'>;
  /** `--url`, `--json`: the address is printed, and nothing is opened. */
  readonly prints: boolean;
}

/** An address that is to be printed. */
export interface PrintedLink {
  readonly url: string;
  readonly kind: ConsoleLink['kind'] | 'switch-role';
  readonly account: string | null;
  readonly role: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number | null;
}

/** Opens the console as a profile; null then. The address where it is to be printed. */
export async function openConsole(run: Run, input: ConsoleInput): Promise<PrintedLink | null> {
  refuseTogether(input);
  const profile =
    input.profile ??
    (await (await import('../../list/pick-profile.ts')).pickProfile(run, 'awscred console PROFILE'));
  if (input.switchRole) {
    return switched(run, profile, input);
  }
  const choice = choiceFor(run, profile, input);
  const link = await consoleLink(run, { profile, page: input.page, federate: input.federate });
  noteUse(run, profile);
  if (!input.prints) {
    await openLink(run, link, choice);
    return null;
  }
  if (link.kind === 'federated') {
    run.ports.report.warn(secretLink(profile));
  }
  const { url, kind, account, role, expiresAt } = link;
  return { url: url.reveal(), kind, account, role, expiresAt };
}

function refuseTogether({ switchRole, browser, page, federate, displayName }: ConsoleInput): void {
  const { container, chromeProfile } = browser;
  if (container !== null && chromeProfile !== null) {
    throw new AwscredError('USAGE', '--firefox-container and --chrome-profile are of two browsers: use one');
  }
  if (switchRole && (federate || page.service !== null || page.path !== null)) {
    throw new AwscredError(
      'USAGE',
      '--switch-role goes to no page: leave out --service, --path and --federate',
    );
  }
  if (!switchRole && displayName !== null) {
    throw new AwscredError('USAGE', '--display-name belongs to --switch-role');
  }
}

/** An option before what `config.ini` says; a kind of browser that is asked for leaves that of another kind aside. */
function choiceFor(run: Run, profile: string, { browser, colour }: ConsoleInput): BrowserChoice {
  const setting = (key: 'browser' | 'container' | 'colour'): string | null =>
    consoleSetting(profile, key, run.guards());
  const container =
    browser.container ??
    (browser.chromeProfile === null && browser.program === null ? setting('container') : null);
  const given = container === null ? null : (colour ?? setting('colour'));
  return {
    program: browser.program ?? setting('browser'),
    container,
    chromeProfile: browser.chromeProfile,
    colour: given === null ? null : containerColour(given),
  };
}

/** The console's own way from one role to another: no call is made, and no credentials are needed. */
function switched(run: Run, profile: string, { displayName, colour }: ConsoleInput): PrintedLink {
  const plan = planFor(run, profile);
  const planned = plannedRelease(plan);
  refuseForbidden(plan, guardsFor(planned, run.guards()), planned.account);
  if (displayName !== null && !/^[ -~]{1,64}$/.test(displayName)) {
    throw new AwscredError('USAGE', `--display-name ${quoted(displayName)} is not 1 to 64 plain characters`);
  }
  const given = colour ?? consoleSetting(profile, 'colour', run.guards());
  const arn = roleArnOf(plan);
  const shown = { displayName, colour: given === null ? null : roleColour(given) };
  const url = switchRoleLink(arn, shown);
  if (url === null) {
    throw new AwscredError('CONFIG', `${printable(arn, 200)} is no role's ARN`);
  }
  const { account = null, role = null } = resultOf(plan) ?? {};
  return { url, kind: 'switch-role', account, role, expiresAt: null };
}
