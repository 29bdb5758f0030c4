/** What is sent to the far side, and how it answers. */
export interface FarSide {
  /** The words that start it there, after the transport's own. */
  readonly words: readonly string[];
  /** What a line of its stdout says; null for one of anybody else's. */
  read(line: string): FarAnswer | null;
}

type FarAnswer =
  | { readonly kind: 'folder' | 'has'; readonly path: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Names and folders there stand in a shell's words and in AWS's config without quotes. */
export function isPlainPath(text: string): boolean {
  return /^[A-Za-z0-9._/-]{1,200}$/.test(text) && !text.startsWith('-') && !text.split('/').includes('..');
}

/**
 * `sh -c SCRIPT` as words of their own, or as one quoted word where the transport is ssh, which joins its words for the
 * login shell there. `mark` is unguessable: start-up files talk before the script does.
 */
export function farSide(transport: readonly string[], mark: string): FarSide {
  const script = scriptOf(mark);
  const base = (transport[0] ?? '').split(/[\\/]/).at(-1) ?? '';
  const isSsh = /^ssh(?:\.exe)?$/i.test(base);
  return {
    words: isSsh ? [`sh -c '${script}'`] : ['sh', '-c', script],
    read: (line) => answerIn(line, mark),
  };
}

function answerIn(line: string, mark: string): FarAnswer | null {
  const [own, kind = '', rest = ''] = line.replace(/\r$/, '').split(' ', 3);
  if (own !== mark) {
    return null;
  }
  if (kind === 'folder' && isPlainPath(rest) && rest.startsWith('/')) {
    return { kind, path: rest };
  }
  if (kind === 'has') {
    return { kind, path: rest };
  }
  const why = kind === 'none' ? 'it has no folder that can be written' : 'it cannot write there';
  return { kind: 'failed', why: kind === 'folder' ? 'its folder has an odd name' : why };
}

/**
 * The program there: one line without a single quote and without `!`, which passes every login shell. It needs `sh
 * mktemp mv rm cat`; echo, read and test are the shell's own, so that no secret is in any argument. Lines on its stdin:
 * `-` begins a file, `+TEXT` adds a line to it, `=NAME` puts it in its place. A memory file system is preferred. There
 * is no here-document, which some shells write to /tmp (docs/traps.md, "Far shells and pipes"). A transport
 * that has died is an echo that fails, not a signal that would leave the folder there.
 */
function scriptOf(mark: string): string {
  return [
    'umask 077; d=; c() { [ -z "$d" ] || rm -rf "$d"; };',
    'trap c 0; trap "" PIPE; trap "c; exit 129" HUP; trap "c; exit 130" INT; trap "c; exit 143" TERM;',
    'for b in "${XDG_RUNTIME_DIR:-}" /dev/shm /run/shm "${TMPDIR:-}" /tmp; do',
    'if [ -n "$b" ] && [ -d "$b" ] && [ -w "$b" ]; then',
    'd=$(mktemp -d "$b/awscred.XXXXXXXXXX" 2>/dev/null) && [ -d "$d" ] && break; d=; fi; done; echo;',
    `if [ -z "$d" ]; then echo "${mark} none"; exit 1; fi;`,
    `f() { echo "${mark} failed"; c; exit 1; };`,
    `echo "${mark} folder $d" || f;`,
    'while IFS= read -r l; do case "$l" in',
    '-) : > "$d/new" || f;;',
    '+*) echo "${l#+}" >> "$d/new" || f;;',
    `=*) mv -f "$d/new" "$d/\${l#=}" && echo "${mark} has \${l#=}" || f;;`,
    'esac; done; c',
  ].join(' ');
}

/** A file for the far side. AWS's answers hold no backslash, which some shells' echo would read. */
export function fileLines(name: string, text: string): string | null {
  const lines = text.split('\n').filter((line) => line !== '');
  const isPlain = lines.every((line) => /^[ -~]*$/.test(line) && !line.includes('\\'));
  return isPlain ? ['-', ...lines.map((line) => `+${line}`), `=${name}`, ''].join('\n') : null;
}

/** AWS's config there: one profile, whose credentials are the text of a file. */
export function farConfig(place: {
  folder: string;
  name: string;
  file: string;
  region: string | null;
}): string {
  const { folder, name, file, region } = place;
  const lines = [
    name === 'default' ? '[default]' : `[profile ${name}]`,
    `credential_process = cat ${folder}/${file}`,
    ...(region === null ? [] : [`region = ${region}`]),
  ];
  return `${lines.join('\n')}\n`;
}
