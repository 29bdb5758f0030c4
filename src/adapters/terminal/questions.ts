import { printable } from '../../core/text/printable.ts';
import { Secret } from '../../core/secret.ts';
import type { Choice, ControlKey } from '../../ports/person/terminal.ts';
import type { TerminalDevice } from './device.ts';
import { ranking, type Ranked } from './picker.ts';
import { type Key, type PromptContext, runPrompt } from './prompt.ts';
import { readHidden } from './read-hidden.ts';
import { readLine } from './read-line.ts';

/** A word in clear, each try on a line of its own. Null at end of input or after three empty answers. */
export async function askWord(
  device: TerminalDevice,
  question: string,
  over?: AbortSignal,
): Promise<string | null> {
  return untilFilled(async () => (await readLine(device, questionText(question), over))?.trim() ?? null);
}

/** One answer; an empty one is `preset`. Null at end of input. */
export async function askWithPreset(
  device: TerminalDevice,
  question: string,
  preset: string,
): Promise<string | null> {
  const shownPreset = preset === '' ? '(Enter for none)' : `[${printable(preset, 80)}]`;
  const answer = await readLine(device, `${shown(question).trimEnd()} ${shownPreset}: `);
  return answer === null || answer.trim() !== '' ? answer : preset;
}

/** A passphrase, not echoed. Null at end of input or after Escape. */
export async function askHidden(device: TerminalDevice, question: string): Promise<Secret | null> {
  const text = questionText(question);
  const answer = await untilFilled(() => runPrompt(device, (context) => readHidden(context, text)));
  return answer === null ? null : new Secret(answer);
}

/** Yes or no; an empty answer is `preset`, end of input is no. */
export async function askYesNo(device: TerminalDevice, question: string, preset: boolean): Promise<boolean> {
  const answer = await readLine(device, `${shown(question)} ${preset ? '[Y/n]' : '[y/N]'} `);
  const word = answer?.trim().toLowerCase() ?? 'no';
  return word === '' ? preset : word === 'y' || word === 'yes';
}

/** A fuzzy picker; the order given stands until something is typed. Null when given up. */
export async function pick(
  device: TerminalDevice,
  question: string,
  choices: readonly Choice[],
  other?: ControlKey,
): Promise<string | null> {
  const { search, Separator } = await import('./search-prompt.ts');
  const rows = ({ rows: found, more }: Ranked) =>
    more === 0 ? [...found] : [...found, new Separator(`… and ${more} more: type to narrow`)];
  return runPrompt(device, async (context) => {
    takeWith(other, context);
    const uncolour = colourOn();
    const rank = await ranking(choices, context.output.columns || 80);
    const config = {
      message: shown(question),
      pageSize: PAGE,
      source: (typed?: string) => rows(rank(typed)),
      ...(other === undefined ? {} : { theme: { style: { keysHelpTip: keysWith(other) } } }),
    };
    return search<string>(config, context).finally(uncolour);
  });
}

function keysWith({ letter, does }: ControlKey): (keys: readonly (readonly [string, string])[]) => string {
  return (keys) => [...keys, [`ctrl-${letter}`, does]].map((pair) => pair.join(' ')).join(' • ');
}

/** The prompt takes the marked row as at Enter, which comes a turn after what was typed before it. */
function takeWith(other: ControlKey | undefined, { input }: PromptContext): void {
  input.on('keypress', (_text: string | undefined, key: Key | undefined) => {
    if (other !== undefined && key?.ctrl === true && key.name === other.letter) {
      other.pressed();
      const enter = { name: 'return', sequence: '\r', ctrl: false, meta: false, shift: false };
      setImmediate(() => input.emit('keypress', '\r', enter));
    }
  });
}

/** The prompt's library looks at stdout, which is a pipe under `eval $(…)`: the picker is drawn on the terminal all the same. */
function colourOn(): () => void {
  const { NO_COLOR = '', TERM, FORCE_COLOR } = process.env;
  if (NO_COLOR !== '' || TERM === 'dumb' || FORCE_COLOR !== undefined) {
    return () => undefined;
  }
  process.env['FORCE_COLOR'] = '1';
  return () => {
    delete process.env['FORCE_COLOR'];
  };
}

/** A line for the terminal: escaped, and cut at `LONGEST` characters. */
export function shown(line: string): string {
  return printable(line, LONGEST);
}

/** A sign-in address is one unbroken line of some hundred characters. */
const LONGEST = 4000;
const TRIES = 3;
const PAGE = 12;

async function untilFilled(question: () => Promise<string | null>): Promise<string | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await question();
    if (answer !== '') {
      return answer;
    }
  }
  return null;
}

function questionText(question: string): string {
  const text = shown(question).trimEnd();
  return /[:?]$/.test(text) ? `${text} ` : `${text}: `;
}
