# awscred for bash: `awscred init bash` prints this (docs/shells.md).
# Aliases change nothing below: granted's `alias assume=". assume"` would be read into a function of that name.
\builtin shopt -q expand_aliases && _awscred_aliases=-s || _awscred_aliases=-u
\builtin shopt -u expand_aliases
builtin unalias awscred 2>/dev/null || :
#cmd builtin unalias @CMD@ 2>/dev/null || :

# Reads words as the program does: which command, whether it prints, `--unset`, and where a lone dash stands.
function _awscred_read {
  local place=0 word letter
  command='' prints='' undoes='' back=''
  while [ $# -gt 0 ]; do
    word=$1 place=$((place + 1))
    shift
    case $word in
      --) return 0 ;;
      --*)
        case ' @PRINTING@ ' in *" ${word%%=*} "*) prints=yes ;; esac
        [ "$word" != --unset ] || undoes=yes
        case ' @TAKING@ ' in *" $word "*) [ $# -eq 0 ] || { shift && place=$((place + 1)); } ;; esac
        ;;
      -?*)
        word=${word#-}
        while [ -n "$word" ]; do
          letter=-${word%"${word#?}"} word=${word#?}
          case ' @PRINTING@ ' in *" $letter "*) prints=yes ;; esac
          case ' @TAKING@ ' in
            *" $letter "*)
              [ -n "$word" ] || [ $# -eq 0 ] || { shift && place=$((place + 1)); }
              word=''
              ;;
          esac
        done
        ;;
      *)
        if [ -z "$command" ]; then
          command=$word
          [ "$word" = assume ] || return 0
        elif [ "$word" = - ]; then
          back=$place
        fi
        ;;
    esac
  done
}

function awscred {
  local command prints undoes back text status=0 was=${AWSCRED_PROFILE-} live=''
  _awscred_read "$@"
  if [ "$command" != assume ] || [ -n "$prints" ] || _awscred_is_read; then
    @RUN@ "$@"
    return
  fi
  if [ -n "$back" ]; then
    if [ -z "${_awscred_before-}" ]; then
      printf '%s\n' 'awscred: there is no profile to go back to' \
        'awscred: hint: awscred assume PROFILE names one; the next assume remembers it' >&2
      return 2
    fi
    set -- "${@:1:back-1}" ${_awscred_before_live:+"--live"} -p "$_awscred_before" "${@:back+1}"
  fi
  # Live: the profile's name, and no keys.
  if [ -z "${AWS_ACCESS_KEY_ID-}" ] && [ "${AWS_PROFILE-}" = "$was" ]; then live=yes; fi
  text=$(@ASSUME@ "$@") || status=$?
  [ "$status" = 0 ] || return "$status"
  if [ -n "$undoes" ]; then
    eval "$text"
    _awscred_restore
  else
    [ -n "${_awscred_was+x}" ] || _awscred_keep
    eval "$text"
    if [ "${AWSCRED_PROMPT_VARIABLE:-@PROMPT_VARIABLE@}" != none ] && [ -n "${AWSCRED_PROFILE-}" ]; then
      export AWS_VAULT="$AWSCRED_PROFILE"
    fi
  fi
  [ -z "$was" ] || [ "$was" = "${AWSCRED_PROFILE-}" ] || { _awscred_before=$was && _awscred_before_live=$live; }
  return 0
}

# Whether this is `$(awscred assume …)` of an interactive shell, whose reader wants the statements: the other subshells
# on a pipe are jobs, with a process group of their own.
function _awscred_is_read {
  local IFS=' ' one two
  [ "${BASH_SUBSHELL-0}" -gt 0 ] && [ -p /dev/stdout ] || return 1
  case $- in *i*) ;; *) return 1 ;; esac
  { read -r one </proc/$BASHPID/stat && read -r two </proc/$$/stat; } 2>/dev/null || return 1
  one=${one##*) } two=${two##*) }
  set -f -- $one $two
  one=$3
  shift "$(($# / 2))"
  [ "$one" = "$3" ]
}

# The variables that assume touches, as they are now: an array, which nothing exports.
function _awscred_keep {
  local name exported
  exported=" $(compgen -e | while read -r name; do printf '%s ' "$name"; done) "
  _awscred_was=()
  for name in @NAMES@; do
    if [ -z "${!name+x}" ]; then
      _awscred_was+=("u $name=")
    else
      case $exported in
        *" $name "*) _awscred_was+=("x $name=${!name}") ;;
        *) _awscred_was+=("v $name=${!name}") ;;
      esac
    fi
  done
}

function _awscred_restore {
  local kept name
  [ -n "${_awscred_was+x}" ] || return 0
  for kept in "${_awscred_was[@]}"; do
    name=${kept#??} name=${name%%=*}
    unset -v "$name"
    case $kept in
      x*) export "$name=${kept#*=}" ;;
      v*) printf -v "$name" %s "${kept#*=}" ;;
    esac
  done
  unset -v _awscred_was
}

# What the prompt shows, in awscred_prompt_text. Only digits are counted with: arithmetic would run code of a value.
function _awscred_look {
  local now left
  awscred_prompt_text=''
  _awscred_left=''
  [ -n "${AWSCRED_PROFILE-}" ] || return 0
  awscred_prompt_text=${AWSCRED_PROFILE//[[:cntrl:]]/?}
  case ${AWSCRED_EXPIRES-} in '' | *[!0123456789]* | ?????????????*) return 0 ;; esac
  _awscred_now
  case $now in '' | *[!0123456789]*) return 0 ;; esac
  left=$((10#$AWSCRED_EXPIRES - now))
  _awscred_left=$left
  if [ "$left" -le 0 ]; then
    awscred_prompt_text+=' expired'
  elif [ "$left" -lt 300 ]; then
    awscred_prompt_text+=" $((left / 60))m!"
  elif [ "$left" -lt 3600 ]; then
    awscred_prompt_text+=" $((left / 60))m"
  elif [ $((left / 60 % 60)) = 0 ]; then
    awscred_prompt_text+=" $((left / 3600))h"
  else
    awscred_prompt_text+=" $((left / 3600))h$((left / 60 % 60))m"
  fi
}

# An older bash has no clock of its own.
if [ "${BASH_VERSINFO[0]}" -ge 5 ]; then
  function _awscred_now { now=${EPOCHSECONDS-}; }
elif [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" -ge 42 ]; then
  function _awscred_now { printf -v now '%(%s)T' -1; }
else
  function _awscred_now { now=$(date +%s); }
fi

function awscred_prompt {
  _awscred_look
  printf %s "$awscred_prompt_text"
}

# Before each prompt: what it shows, and once for each end of credentials a warning. It leaves $? as it was.
function _awscred_before_prompt {
  local status=$? name
  case $- in *e*) status=0 ;; esac
  _awscred_look
  if [ -n "$_awscred_left" ] && [ "$_awscred_left" -lt 300 ] &&
    [ "${_awscred_warned-}" != "$AWSCRED_PROFILE $AWSCRED_EXPIRES" ] &&
    [ "${AWSCRED_PROMPT_WARNING:-@PROMPT_WARNING@}" != off ]; then
    _awscred_warned="$AWSCRED_PROFILE $AWSCRED_EXPIRES"
    case $AWSCRED_PROFILE in
      *[[:cntrl:]]*) name=PROFILE ;;
      -* | *[!a-zA-Z0-9._@+/:-]*) printf -v name '%q' "$AWSCRED_PROFILE" && name="-p $name" ;;
      *) name=$AWSCRED_PROFILE ;;
    esac
    if [ "$_awscred_left" -le 0 ]; then
      printf '%s\n' "awscred: ${AWSCRED_PROFILE//[[:cntrl:]]/?} has expired; to renew it: awscred assume $name" >&2
    else
      printf '%s\n' "awscred: ${AWSCRED_PROFILE//[[:cntrl:]]/?} expires in $((_awscred_left / 60))m; to renew it: awscred assume $name" >&2
    fi
  fi
  return "$status"
}
case " ${PROMPT_COMMAND[*]-} " in
  *_awscred_before_prompt*) ;;
  *)
    if [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" -ge 51 ]; then
      PROMPT_COMMAND+=(_awscred_before_prompt)
    else
      PROMPT_COMMAND="_awscred_before_prompt${PROMPT_COMMAND:+
$PROMPT_COMMAND}"
    fi
    ;;
esac
#cmd
#cmd function @CMD@ { awscred assume "$@"; }

# The candidates come as bash words, quoted for the place where the cursor is; nothing of them is evaluated.
function _awscred_complete {
  local line kind='' IFS=$' \t\n'
  COMPREPLY=()
  while IFS= read -r line; do
    case $kind in
      '') kind=$line ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <(NODE_EXTRA_CA_CERTS='' NODE_OPTIONS='' @COMPLETE@ bash "${COMP_LINE:0:COMP_POINT}" \
    "$COMP_WORDBREAKS" 2>/dev/null)
  case $kind in
    files) compopt -o default ;;
    command\ *)
      if declare -F _command_offset >/dev/null; then
        _command_offset "${kind#command }"
      else
        compopt -o default
      fi
      ;;
  esac
  return 0
}
complete -o nosort -F _awscred_complete awscred 2>/dev/null || complete -F _awscred_complete awscred || :
#cmd complete -o nosort -F _awscred_complete @CMD@ 2>/dev/null || complete -F _awscred_complete @CMD@ || :

\builtin shopt "$_awscred_aliases" expand_aliases
unset -v _awscred_aliases
