import { AwscredError } from '../../errors.ts';
import { terminalLines } from '../../core/text/terminal-lines.ts';
import type { Terminal } from '../../ports/person/terminal.ts';
import { canOpen, deviceOf, writeTo, type TerminalDevice } from './device.ts';
import { hasTerminal, isForeground } from './foreground.ts';
import { terminalIdentity } from './identity.ts';
import { askHidden, askWord, askWithPreset, askYesNo, pick, shown } from './questions.ts';

interface TerminalInput {
  readonly platform: NodeJS.Platform;
  /** `--no-input` or `AWSCRED_NO_INPUT`. */
  readonly noInput: boolean;
  /** Why there is no input, where that is not the user's own wish: a clause for after `and`. */
  readonly noInputReason?: string | null;
  /** Writes text to stderr, for what is printed when there is no terminal. */
  writeStderr(text: string): void;
  /** Takes a passing line on stderr away, before the terminal is written to. */
  readonly clear?: () => void;
  /** Of the terminal, where it is known; null, or absent: lines are not wrapped. */
  readonly columns?: () => number | null;
}

/**
 * The controlling terminal as a Terminal; opened only while something is printed or asked. Asking where there is none
 * is AwscredError NEEDS_PERSON; Ctrl-C is a signal while a line is read, and INTERRUPTED in a picker or passphrase.
 */
export function createTerminal(input: TerminalInput): Terminal {
  const device = deviceOf(input.platform);
  const isHere = (): boolean => !input.noInput && isForeground(input.platform) && canOpen(device);
  const absence = (): string => {
    if (input.noInput) {
      return input.noInputReason ?? 'prompts are switched off (--no-input or AWSCRED_NO_INPUT)';
    }
    return hasTerminal(input.platform) ? 'this job is in the background' : 'there is no terminal here';
  };
  const here = (): TerminalDevice => {
    if (!isHere()) {
      throw new AwscredError('NEEDS_PERSON', `this needs an answer from a person, and ${absence()}`);
    }
    input.clear?.();
    return device;
  };
  return {
    // Checked each time: a job can be put into the background meanwhile.
    get available() {
      return isHere();
    },
    get absence() {
      return absence();
    },
    get identity() {
      return terminalIdentity(input.platform);
    },
    say(line, place) {
      input.clear?.();
      const text = terminalLines(shown(line), input.columns ?? (() => null));
      const begin = place === 'below' ? '\n' : '';
      if (!isHere() || !writeTo(device, `${begin}${text}\n`)) {
        input.writeStderr(`${forStderr(text)}\n`);
      }
    },
    ask: async (question, over) => askWord(here(), question, over),
    askOr: async (question, preset) => askWithPreset(here(), question, preset),
    askSecret: async (question) => askHidden(here(), question),
    confirm: async (question, preset) => askYesNo(here(), question, preset),
    choose: async (question, choices, other) => pick(here(), question, choices, other),
  };
}

// Every line on stderr begins with the name or is indented under one that does.
function forStderr(text: string): string {
  return text.startsWith('awscred: ') || text.startsWith('  ') ? text : `awscred: ${text}`;
}
