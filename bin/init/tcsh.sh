# What tcsh cannot do itself: `read WORDS…` reads words as awscred does and prints `assume` or `other`, `undo` or `do`,
# and where a lone dash stands (0: nowhere); `prompt` prints what awscred_prompt shows.
words() {
  command='' prints='' undoes=do back=0 place=0
  while [ $# -gt 0 ]; do
    word=$1 place=$((place + 1))
    shift
    case $word in
      --) break ;;
      --*)
        case ' @PRINTING@ ' in *" ${word%%=*} "*) prints=yes ;; esac
        [ "$word" != --unset ] || undoes=undo
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
          [ "$word" = assume ] || break
        elif [ "$word" = - ]; then
          back=$place
        fi
        ;;
    esac
  done
  [ "$command" = assume ] && [ -z "$prints" ] && command=assume || command=other
  echo "$command $undoes $back"
}

prompt() {
  [ -n "${AWSCRED_PROFILE-}" ] || return 0
  text=$(printf %s "$AWSCRED_PROFILE" | tr '[:cntrl:]' '?')
  left=''
  case ${AWSCRED_EXPIRES-} in
    '' | *[!0123456789]* | ?????????????*) ;;
    *)
      expires=$AWSCRED_EXPIRES
      # A leading zero would make it octal.
      while [ "${expires#0}" != "$expires" ]; do expires=${expires#0}; done
      left=$((${expires:-0} - $(date +%s)))
      ;;
  esac
  if [ -z "$left" ]; then
    :
  elif [ "$left" -le 0 ]; then
    text="$text expired"
  elif [ "$left" -lt 300 ]; then
    text="$text $((left / 60))m!"
  elif [ "$left" -lt 3600 ]; then
    text="$text $((left / 60))m"
  elif [ $((left / 60 % 60)) = 0 ]; then
    text="$text $((left / 3600))h"
  else
    text="$text $((left / 3600))h$((left / 60 % 60))m"
  fi
  printf %s "$text"
}

case $1 in
  read) shift && words "$@" ;;
  prompt) prompt ;;
  no-profile)
    echo 'awscred: there is no profile to go back to' >&2
    echo 'awscred: hint: awscred assume PROFILE names one; the next assume remembers it' >&2
    ;;
esac
