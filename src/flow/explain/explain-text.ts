import { printable, printableValue, tilde } from '../../core/text/printable.ts';
import type { AccountNamer } from '../../core/account-names.ts';
import type { Setting, Step } from '../../core/plan/step.ts';
import { showClock, showDuration } from '../../core/text/time.ts';
import { sourceOf } from '../../sources/index.ts';
import { choiceText } from '../../core/aws-files/profile-choice.ts';
import type { Explained, ExplainedStep } from './explain.ts';
import { guardsText } from './explain-guards.ts';

/** What the text is made for. `now` in epoch milliseconds. */
interface ExplainWorld {
  readonly now: number;
  readonly home: string;
  readonly accountName: AccountNamer;
}

/** The plan for a person: every hop, where each setting came from, the call, what limits its life. */
export function explainText(explained: Explained, world: ExplainWorld): string {
  const { plan } = explained;
  const region =
    plan.region === null
      ? 'no region'
      : `${printableValue(plan.region.value)}${place(plan.region, world.home, ' (', ')')}`;
  const steps = explained.steps.map((one, index) => stepText(one, index + 1, world));
  const head = `${printable(plan.profile, 80)} · ${region}`;
  const guards = guardsText(explained, world.home).map((line, index) =>
    `  ${index === 0 ? GUARDS : ' '.repeat(GUARDS.length)}${line}`.trimEnd(),
  );
  const { choice } = explained;
  const named = choice.from === 'PROFILE' ? head : `${head}\n${choiceText(choice, world.home)}`;
  const parts = [named, ...steps, guards.join('\n'), asking(explained, world.now)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const INDENT = ' '.repeat(18);
const GUARDS = '   guards       ';

function stepText(explained: ExplainedStep, number: number, world: ExplainWorld): string {
  const { step } = explained;
  const settings = Object.entries(step.settings).filter(([key]) => key !== 'role_arn');
  const width =
    Math.max(
      0,
      ...settings.map(([key, setting]) => `${key} = ${printableValue(setting.value, 120)}`.length),
    ) + 4;
  const lines = settings.map(([key, setting]) => {
    const shown = `${key} = ${printableValue(setting.value, 120)}`;
    return `${shown.padEnd(width)}${place(setting, world.home, '', '')}`;
  });
  const arn = step.settings['role_arn'];
  const from = arn === undefined ? '' : place(arn, world.home, '    ', '');
  const head = `  ${number}  ${step.kind.padEnd(11)}  ${sourceOf(step).headline(step)}${accountNameOf(step, world)}${from}`;
  return [
    head,
    ...[...lines, ...facts(explained, world.now)].map((line) => `${INDENT}${line}`.trimEnd()),
  ].join('\n');
}

/** Behind the headline, which has the number. */
function accountNameOf(step: Step, { accountName }: ExplainWorld): string {
  const { account } = sourceOf(step).identity(step);
  const name = account === null ? null : accountName(account);
  return name === null ? '' : ` (${printable(name, 40)})`;
}

function facts(explained: ExplainedStep, now: number): readonly string[] {
  const { step } = explained;
  const call = [sourceOf(step).describe(step), asks(step)].filter((part) => part !== '').join('; ');
  const note = step.note === undefined ? [] : [step.note];
  const lines = [printable(call, 400), ...detailsOf(step), ...note, ...foreignEndpoints(step)];
  if (!sourceOf(step).isKept) {
    return lines;
  }
  const cached =
    explained.cachedUntil === null
      ? 'not cached'
      : `cached, ${showDuration(explained.cachedUntil - now)} left`;
  return [...lines, explained.signIn === null ? cached : `${signedIn(explained, now)}; ${cached}`];
}

function signedIn({ signedInUntil }: ExplainedStep, now: number): string {
  return signedInUntil === null ? 'not signed in' : `signed in until ${showClock(signedInUntil, now)}`;
}

function asks(step: Step): string {
  if (step.asks === null) {
    return '';
  }
  const wanted = step.settings['duration_seconds'];
  const asked = showDuration(step.asks * 1000);
  const cap = step.caps[0];
  if (cap === undefined) {
    return `asks ${asked}`;
  }
  const more = wanted !== undefined && Number(wanted.value) > step.asks;
  return more
    ? `asks ${asked}, not ${showDuration(Number(wanted.value) * 1000)}: ${cap.why}`
    : `asks ${asked}`;
}

function detailsOf(step: Step): readonly string[] {
  return Object.entries(sourceOf(step).details?.(step) ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${key} ${printable(value, LONGEST_DETAIL)}`] : [],
  );
}

/** A policy is shown whole. */
const LONGEST_DETAIL = 2100;

/** Every endpoint that is not AWS's is marked. */
function foreignEndpoints(step: Step): readonly string[] {
  const urls = sourceOf(step)
    .sites(step)
    .filter((site) => site.override !== null)
    .map((site) => site.endpoint);
  return [...new Set(urls)].map((url) => `not AWS's endpoint: ${printable(url)}`);
}

function asking(explained: Explained, now: number): string {
  const others = signInOrCode(explained, now);
  if (explained.guards?.confirm !== true) {
    return others;
  }
  const first = 'A person must confirm at the terminal, once for as long as the credentials are valid.';
  return others.startsWith('Nobody') ? first : `${first} ${others}`;
}

function signInOrCode(explained: Explained, now: number): string {
  const open = explained.steps.findLastIndex((one) => one.cachedUntil !== null);
  const ahead = explained.steps.slice(open + 1);
  const code = ahead.find((one) => one.step.mfa !== null);
  const signIn = ahead.find((one) => one.signIn !== null && one.signedInUntil === null)?.signIn ?? null;
  if (signIn !== null) {
    return signIn.mayNeedNobody
      ? `A browser signs in to ${printable(signIn.name, 80)}; a person is asked where that needs one.`
      : `A person will be asked to sign in to ${printable(signIn.name, 80)}.`;
  }
  if (code !== undefined) {
    return `A person will be asked for an MFA code of ${printable(code.step.mfa ?? '', 120)}.`;
  }
  const signed = explained.steps.find((one) => one.signedInUntil !== null)?.signedInUntil ?? null;
  return signed === null
    ? 'Nobody will be asked.'
    : `Nobody will be asked: signed in until ${showClock(signed, now)}, no MFA.`;
}

function place(setting: Setting, home: string, before: string, after: string): string {
  const at =
    setting.file === null
      ? (setting.from ?? 'option')
      : `${printable(tilde(setting.file, home), 200)}:${setting.line ?? 0}`;
  return `${before}${at}${after}`;
}
