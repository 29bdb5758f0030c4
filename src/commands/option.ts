/** What stands behind an option: shown as `<shown>`; `kind` says what it is, for completion and documents. */
export interface OptionValue {
  readonly kind: 'profile' | 'session' | 'time' | 'region' | 'file' | 'folder' | 'number' | 'choice' | 'text';
  readonly shown: string;
  /** Of a `choice`. */
  readonly choices?: readonly string[];
}

/** An option as data: argv's quick reader, commander, `--help` and the documents are all made of this. */
export interface OptionSpec {
  /** The long name without its dashes: `profile`, `no-cache`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** Absent: a switch. */
  readonly value?: OptionValue;
  readonly about: string;
  /** Repeatable: values are collected in a list. */
  readonly many?: boolean;
}

/** `-p`, `--profile`. */
export function namesOf({ name, short }: OptionSpec): readonly string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

/** As commander and people read it: `-p, --profile <name>`. */
export function flagsOf(spec: OptionSpec): string {
  const names = namesOf(spec).join(', ');
  return spec.value === undefined ? names : `${names} <${spec.value.shown}>`;
}

/** Where its value is found: `mfaSession` for `--no-mfa-session`, which switches it off. */
export function keyOf({ name }: OptionSpec): { readonly key: string; readonly isNo: boolean } {
  const isNo = name.startsWith('no-');
  const positive = isNo ? name.slice(3) : name;
  return { key: positive.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), isNo };
}
