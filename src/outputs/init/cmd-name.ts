/** What a shell reads as something of its own, or the scripts of `bin/init/` use; `assume` and the like are free. */
const TAKEN = new Set(
  (
    'awscred alias and begin begin bindkey break builtin case catch cd class command compgen complete compopt const continue date ' +
    'declare def default del do done echo elif else emulate end endif endsw env esac eval except exec exit export extern ' +
    'false fi finally fn fnction for foreach from func function functions global goto hide if import in keep lambda let ' +
    'load-env local loop match module mut nil nonlocal nop not null or overlay param pass peach print printf process ' +
    'put raise read repeat return select set setenv setopt shift shopt source string switch test then time trap true ' +
    'try type typeset unalias unless unset unsetenv until use var where while with yield zmodload'
  ).split(' '),
);

/** Whether a word can name a function in every shell: a letter, then letters, digits, `_` and `-`. */
export function isCommandName(word: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(word) && !TAKEN.has(word.toLowerCase());
}
