# awscred for zsh: `awscred init zsh` prints this (docs/shells.md), inside `emulate -R zsh -o no_aliases -c`: it is
# read, and each function runs, with zsh's own options and without aliases, whatever the user has set.
builtin unalias awscred 2>/dev/null || :
#cmd builtin unalias @CMD@ 2>/dev/null || :

# Reads words as the program does: which command, whether it prints, `--unset`, and where a lone dash stands.
function _awscred_read {
  local place=0 word letter
  command="" prints="" undoes="" back=""
  while (( $# )); do
    word=$1 place=$(( place + 1 ))
    shift
    case $word in
      --) return 0 ;;
      --*)
        [[ " @PRINTING@ " != *" ${word%%=*} "* ]] || prints=yes
        [[ $word != --unset ]] || undoes=yes
        [[ " @TAKING@ " != *" $word "* || $# == 0 ]] || { shift; place=$(( place + 1 )) }
        ;;
      -?*)
        word=${word#-}
        while [[ -n $word ]]; do
          letter=-${word[1]} word=${word[2,-1]}
          [[ " @PRINTING@ " != *" $letter "* ]] || prints=yes
          if [[ " @TAKING@ " == *" $letter "* ]]; then
            [[ -n $word || $# == 0 ]] || { shift; place=$(( place + 1 )) }
            word=""
          fi
        done
        ;;
      *)
        if [[ -z $command ]]; then
          command=$word
          [[ $word == assume ]] || return 0
        elif [[ $word == - ]]; then
          back=$place
        fi
        ;;
    esac
  done
}

function awscred {
  local command prints undoes back text code=0 was=${AWSCRED_PROFILE-} live=""
  _awscred_read "$@"
  # In `$(awscred assume …)` somebody else reads the statements.
  if [[ $command != assume || -n $prints || ${zsh_eval_context[(Ie)cmdsubst]} != 0 ]]; then
    @RUN@ "$@"
    return
  fi
  if [[ -n $back ]]; then
    if [[ -z ${_awscred_before-} ]]; then
      print -ru2 -- "awscred: there is no profile to go back to"
      print -ru2 -- "awscred: hint: awscred assume PROFILE names one; the next assume remembers it"
      return 2
    fi
    set -- "${(@)argv[1,back-1]}" ${_awscred_before_live:+--live} -p "$_awscred_before" "${(@)argv[back+1,-1]}"
  fi
  # Live: the profile's name, and no keys.
  [[ -n ${AWS_ACCESS_KEY_ID-} || ${AWS_PROFILE-} != "$was" ]] || live=yes
  # Without a trap, Ctrl-C during the substitution ends the function with status 2.
  setopt local_traps
  trap : INT
  text=$(@ASSUME@ "$@") || code=$?
  trap - INT
  [[ $code == 0 ]] || return $code
  if [[ -n $undoes ]]; then
    eval "$text"
    _awscred_restore
  else
    (( ${+_awscred_was} )) || _awscred_keep
    eval "$text"
    if [[ ${AWSCRED_PROMPT_VARIABLE:-@PROMPT_VARIABLE@} != none && -n ${AWSCRED_PROFILE-} ]]; then
      export AWS_VAULT=$AWSCRED_PROFILE
    fi
  fi
  [[ -z $was || $was == "${AWSCRED_PROFILE-}" ]] || typeset -g _awscred_before=$was _awscred_before_live=$live
  return 0
}

# The variables that assume touches, as they are now.
function _awscred_keep {
  local name
  typeset -gA _awscred_was
  for name in @NAMES@; do
    case ${(Pt)name} in
      "") _awscred_was[$name]=u ;;
      *export*) _awscred_was[$name]=x${(P)name} ;;
      *) _awscred_was[$name]=v${(P)name} ;;
    esac
  done
}

function _awscred_restore {
  local name
  (( ${+_awscred_was} )) || return 0
  for name in ${(k)_awscred_was}; do
    unset $name
    case $_awscred_was[$name] in
      x*) typeset -gx $name=${_awscred_was[$name][2,-1]} ;;
      v*) typeset -g $name=${_awscred_was[$name][2,-1]} ;;
    esac
  done
  unset _awscred_was
}

# What the prompt shows, in awscred_prompt_text. Only digits are counted with: arithmetic would run code of a value.
function _awscred_look {
  local left
  typeset -g awscred_prompt_text="" _awscred_left=""
  [[ -n ${AWSCRED_PROFILE-} ]] || return 0
  awscred_prompt_text=${AWSCRED_PROFILE//[[:cntrl:]]/?}
  [[ -n ${AWSCRED_EXPIRES-} && $AWSCRED_EXPIRES != *[^0123456789]* && $#AWSCRED_EXPIRES -le 12 ]] || return 0
  [[ -n ${EPOCHSECONDS-} && $EPOCHSECONDS != *[^0123456789]* ]] || return 0
  left=$(( 10#$AWSCRED_EXPIRES - EPOCHSECONDS ))
  _awscred_left=$left
  if (( left <= 0 )); then
    awscred_prompt_text+=" expired"
  elif (( left < 300 )); then
    awscred_prompt_text+=" $(( left / 60 ))m!"
  elif (( left < 3600 )); then
    awscred_prompt_text+=" $(( left / 60 ))m"
  elif (( left / 60 % 60 == 0 )); then
    awscred_prompt_text+=" $(( left / 3600 ))h"
  else
    awscred_prompt_text+=" $(( left / 3600 ))h$(( left / 60 % 60 ))m"
  fi
}
zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null || :

function awscred_prompt {
  _awscred_look
  print -rn -- "$awscred_prompt_text"
}

# Before each prompt: what it shows, and once for each end of credentials a warning.
function _awscred_before_prompt {
  local name
  _awscred_look
  # In a prompt a percent sign begins an escape.
  local shown=$awscred_prompt_text
  awscred_prompt_text=${awscred_prompt_text//\%/%%}
  (( ${+_comps[awscred]} )) || _awscred_complete_it
  [[ -n $_awscred_left ]] && (( _awscred_left < 300 )) || return 0
  [[ ${_awscred_warned-} != "$AWSCRED_PROFILE $AWSCRED_EXPIRES" ]] || return 0
  [[ ${AWSCRED_PROMPT_WARNING:-@PROMPT_WARNING@} != off ]] || return 0
  typeset -g _awscred_warned="$AWSCRED_PROFILE $AWSCRED_EXPIRES"
  case $AWSCRED_PROFILE in
    *[[:cntrl:]]*) name=PROFILE ;;
    -* | *[^a-zA-Z0-9._@+/:-]*) name="-p ${(q)AWSCRED_PROFILE}" ;;
    *) name=$AWSCRED_PROFILE ;;
  esac
  if (( _awscred_left <= 0 )); then
    print -ru2 -- "awscred: ${AWSCRED_PROFILE//[[:cntrl:]]/?} has expired; to renew it: awscred assume $name"
  else
    print -ru2 -- "awscred: ${AWSCRED_PROFILE//[[:cntrl:]]/?} expires in $(( _awscred_left / 60 ))m; to renew it: awscred assume $name"
  fi
}
typeset -ga precmd_functions
(( ${precmd_functions[(Ie)_awscred_before_prompt]} )) || precmd_functions+=(_awscred_before_prompt)
#cmd
#cmd function @CMD@ { awscred assume "$@" }

# The candidates are data: compadd quotes them for the place where the cursor is.
function _awscred_complete {
  local kind tab=$'\t'
  local -a lines values shown
  lines=("${(@f)$(NODE_EXTRA_CA_CERTS="" NODE_OPTIONS="" @COMPLETE@ zsh "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  kind=${lines[1]-}
  shift lines
  values=("${(@)lines%%$tab*}")
  case $kind in
    files) _files ;;
    command\ *)
      shift ${kind#command } words
      (( CURRENT -= ${kind#command } ))
      _normal
      ;;
    *)
      (( $#values )) || return 1
      if [[ ${lines[1]} == *$tab* ]]; then
        shown=("${(@)lines/$tab/  -- }")
        compadd -l -d shown -a values
      else
        compadd -a values
      fi
      ;;
  esac
}
function _awscred_complete_it {
  (( ${+functions[compdef]} )) || return 0
  compdef _awscred_complete awscred
#cmd   compdef _awscred_complete @CMD@
  return 0
}
_awscred_complete_it
