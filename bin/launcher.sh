#!/bin/sh
# awscred launcher 1: `awscred install-launcher` writes, explains (--status) and removes it; docs/hot-path.md.
# Called as `FILE process PROFILE` or `FILE assume PROFILE`. It answers from the hot record without starting Node,
# else by the hot path with a lean Node, else by the full program; whatever it does not know goes there untouched.
awscred_p=${POSIXLY_CORRECT+x$POSIXLY_CORRECT}
# Where sh is bash: special built-ins come before functions now, and those that the environment brought go, for good.
POSIXLY_CORRECT=1
case ${BASH_VERSION-} in
  ?*) \unset -f : [ break command continue echo exec exit printf read set test unset @FUNCTIONS@ 2>/dev/null ;;
esac
\set +axveu
\unset awscred_config awscred_credentials awscred_ends awscred_head awscred_item awscred_key awscred_life \
  awscred_line awscred_lines awscred_now awscred_record awscred_region awscred_region2 awscred_settings awscred_stamp1 \
  awscred_stamp2 awscred_stamp3 awscred_state awscred_stats awscred_step awscred_summary awscred_tail awscred_text \
  awscred_token awscred_uptime awscred_left awscred_shell awscred_name awscred_value
awscred_stat=@STAT@
awscred_keyctl=@KEYCTL@
awscred_node=@NODE@
awscred_program=@PROGRAM@
awscred_an=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789
awscred_nl='
'
awscred_step=3

# Each `break` is a doubt: the next step down has the word.
while :; do
  # No `case`: bash may have been told to take no notice of letters' case.
  [ "$#${1-}" = 2process ] || [ "$#${1-}" = 2assume ] || break
  case $2 in '' | [!${awscred_an}_]* | *[!${awscred_an}_.@+:-]*) break ;; esac
  if [ "$1" = assume ]; then
    # What `--unset` is to bring back is kept by the full program.
    [ -z "${AWS_PROFILE-}${AWS_DEFAULT_PROFILE-}" ] || break
    # A terminal must show no secret, and another shell's syntax is the full program's.
    [ ! -t 1 ] || break
    for awscred_shell in @SHELLS@; do
      [ "/proc/$PPID/exe" -ef "$awscred_shell" ] && awscred_step=2 && break
    done
    [ "$awscred_step" = 2 ] || break
  fi
  awscred_step=3

  case ${HOME-} in /*) ;; *) break ;; esac
  case ${AWSCRED_HOME-} in
    /*) awscred_state=$AWSCRED_HOME ;;
    ?*) break ;;
    *)
      case ${XDG_STATE_HOME-} in
        /*) awscred_state=$XDG_STATE_HOME/awscred ;;
        *) awscred_state=$HOME/.local/state/awscred ;;
      esac
      ;;
  esac
  awscred_record=$awscred_state/hot/profile.$2
  [ -f "$awscred_record" ] || break
  # Step 2 has the same checks: without keyctl there is nothing to be had by making them twice.
  awscred_step=2
  [ -n "$awscred_keyctl" ] && [ -n "$awscred_stat" ] || break
  awscred_step=3

  # The record: one thing a line.
  {
    IFS= read -r awscred_line && [ "$awscred_line" = "awscred-hot 1 $2" ] && IFS= read -r awscred_line &&
      IFS= read -r awscred_config && IFS= read -r awscred_credentials && IFS= read -r awscred_settings &&
      IFS= read -r awscred_life && IFS= read -r awscred_item && IFS= read -r awscred_head &&
      IFS= read -r awscred_tail && IFS= read -r awscred_stamp1 && IFS= read -r awscred_stamp2 &&
      IFS= read -r awscred_stamp3 || break
    if [ "$1" = assume ]; then
      IFS= read -r awscred_text && IFS= read -r awscred_summary || break
      [ "$awscred_summary" != - ] || break
      # `WHO EXPIRES MIDNIGHT CLOCK`: what a terminal is shown of it holds no control character, however many tabs there are.
      case ${awscred_summary%%	*} in *[[:cntrl:]]*) break ;; esac
      case ${awscred_summary##*	} in *[!0123456789:]*) break ;; esac
      awscred_lines=
      while IFS= read -r awscred_text; do
        # A record is data: nothing of it is evaluated but a known name, and a value of characters without a meaning.
        case $awscred_text in
          '*') awscred_head=$awscred_lines awscred_lines= && continue ;;
          end) awscred_tail=$awscred_lines awscred_ends=yes && break ;;
          'unset '*';') awscred_name=${awscred_text#unset } awscred_name=${awscred_name%;} awscred_value= ;;
          'export '*=*';')
            awscred_name=${awscred_text#export } awscred_name=${awscred_name%%=*}
            awscred_value=${awscred_text#*=} awscred_value=${awscred_value%;}
            case $awscred_value in \'[!\']*\') awscred_value=${awscred_value#?} awscred_value=${awscred_value%?} ;; esac
            ;;
          *) break 2 ;;
        esac
        case " @STATEMENT_NAMES@ " in *" $awscred_name "*) ;; *) break 2 ;; esac
        case $awscred_name$awscred_value in *[!${awscred_an}_+/=.,@%:-]*) break 2 ;; esac
        awscred_lines=$awscred_lines$awscred_text$awscred_nl
      done
      [ "$awscred_ends" = yes ] || break
    fi
  } <"$awscred_record" 2>/dev/null

  # The files are those that the variables name, not those that the record does.
  [ "$awscred_config" = "${AWS_CONFIG_FILE:-$HOME/.aws/config}" ] &&
    [ "$awscred_credentials" = "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}" ] || break
  case ${XDG_CONFIG_HOME-} in /*) awscred_text=$XDG_CONFIG_HOME/awscred ;; *) awscred_text=$HOME/.config/awscred ;; esac
  [ "$awscred_settings" = "${AWSCRED_HOME:-$awscred_text}/config.ini" ] || break

  # The variables that shape a plan; a region that awscred has set is not the user's.
  awscred_region=${AWS_REGION-} awscred_region2=${AWS_DEFAULT_REGION-}
  [ "$awscred_region" = "${AWSCRED_REGION-}" ] && awscred_region=
  [ "$awscred_region2" = "${AWSCRED_REGION-}" ] && awscred_region2=
  [ "$awscred_line" = "@VARIABLES@" ] || break

  # One stat for all: the clock (a new process's folder in /proc is of this second), that folders and record are ours
  # alone, and the stamps of the files that shape the plan.
  [ -O "$awscred_record" ] && [ ! -h "$awscred_record" ] && [ -O "$awscred_state/hot" ] &&
    [ ! -h "$awscred_state/hot" ] && [ -O "$awscred_state" ] && [ ! -h "$awscred_state" ] || break
  {
    awscred_stats=$(
      [ "$awscred_stamp1" = - ] && awscred_config=
      [ "$awscred_stamp2" = - ] && awscred_credentials=
      [ "$awscred_stamp3" = - ] && awscred_settings=
      LC_ALL=C TZ=UTC0 "$awscred_stat" -L -c '%a %Y %s %i %d %u %y %z' /proc/self "$awscred_state" \
        "$awscred_state/hot" "$awscred_record" ${awscred_config:+"$awscred_config"} \
        ${awscred_credentials:+"$awscred_credentials"} ${awscred_settings:+"$awscred_settings"}
    ) || break
  } 2>/dev/null
  awscred_now=${awscred_stats#* } awscred_now=${awscred_now%% *} awscred_stats=${awscred_stats#*"$awscred_nl"}
  # Line by line: the modes of the files behind them say nothing about these.
  case $awscred_stats in [1-7][0145][0145]' '*) ;; *) break ;; esac
  awscred_text=${awscred_stats#*"$awscred_nl"}
  case $awscred_text in 700' '*) ;; *) break ;; esac
  case ${awscred_text#*"$awscred_nl"} in 600' '*) ;; *) break ;; esac
  # Root believes nothing below another user's folder.
  awscred_text=${awscred_stats#* * * * * }
  if [ "${awscred_text%% *}" = 0 ]; then
    awscred_text=${awscred_state%/*}
    while [ -n "$awscred_text" ]; do
      [ -O "$awscred_text" ] || break 2
      awscred_text=${awscred_text%/*}
    done
  fi
  awscred_stats=${awscred_stats#*"$awscred_nl"*"$awscred_nl"*"$awscred_nl"}$awscred_nl
  case $awscred_stamp1 in
    -) [ ! -e "$awscred_config" ] && [ ! -h "$awscred_config" ] || break ;;
    *)
      case ${awscred_stats%%"$awscred_nl"*} in *" $awscred_stamp1") ;; *) break ;; esac
      awscred_stats=${awscred_stats#*"$awscred_nl"}
      ;;
  esac
  case $awscred_stamp2 in
    -) [ ! -e "$awscred_credentials" ] && [ ! -h "$awscred_credentials" ] || break ;;
    *)
      case ${awscred_stats%%"$awscred_nl"*} in *" $awscred_stamp2") ;; *) break ;; esac
      awscred_stats=${awscred_stats#*"$awscred_nl"}
      ;;
  esac
  case $awscred_stamp3 in
    -) [ ! -e "$awscred_settings" ] && [ ! -h "$awscred_settings" ] || break ;;
    *) case ${awscred_stats%%"$awscred_nl"*} in *" $awscred_stamp3") ;; *) break ;; esac ;;
  esac

  # Its life: by the kernel's clock of this boot, which does not jump, and by the time of day, which a machine that
  # was paused catches up with. `BOOT UPTIME WRITTEN UNTIL SERIAL NAME`, in seconds.
  IFS= read -r awscred_text </proc/sys/kernel/random/boot_id && IFS= read -r awscred_uptime </proc/uptime || break
  [ "$awscred_text" = "${awscred_life%% *}" ] || break
  awscred_life=${awscred_life#* } awscred_uptime=${awscred_uptime%%.*}
  awscred_left=${awscred_life%% *} awscred_life=${awscred_life#* }
  awscred_text=${awscred_life%% *} awscred_life=${awscred_life#* }
  awscred_ends=${awscred_life%% *} awscred_life=${awscred_life#* }
  awscred_key=${awscred_life%% *}
  case " $awscred_uptime $awscred_left $awscred_text $awscred_ends $awscred_now $awscred_key " in
    *'  '* | *[!0123456789\ ]*) break ;;
  esac
  [ "$awscred_uptime" -lt "$awscred_left" ] && [ "$awscred_text" -le "$awscred_now" ] &&
    [ "$awscred_now" -lt "$awscred_ends" ] || break

  # The secret half: `SECRET:TOKEN`, nothing but letters, digits, / + and =; else it may be somebody else's.
  if [ "$awscred_key" = 0 ]; then
    # Only the addon can tell, or nobody.
    [ "${awscred_life#* }" = - ] || awscred_step=2
    break
  fi
  awscred_step=2
  { awscred_key=$(LC_ALL=C "$awscred_keyctl" pipe "$awscred_key") || break; } 2>/dev/null
  awscred_step=3
  case $awscred_key in *[!${awscred_an}/+=:]* | *:*:*) break ;; esac
  case $awscred_key in [${awscred_an}/+]*:[${awscred_an}/+]*) ;; *) break ;; esac
  awscred_token=${awscred_key#*:} awscred_key=${awscred_key%%:*}

  # With no PATH `printf` can only be the shell's own: another program's arguments are public.
  if [ "$1" = process ]; then
    PATH=/dev/null printf '%s\n' \
      "$awscred_head$awscred_key\",\"SessionToken\":\"$awscred_token$awscred_tail" 2>/dev/null
    case $? in 0) exit 0 ;; 12[67]) break ;; *) exit 1 ;; esac
  fi
  if [ -t 2 ]; then
    # `WHO EXPIRES MIDNIGHT CLOCK`, between tabs.
    awscred_text=${awscred_summary#*	}
    awscred_ends=${awscred_text%%	*} awscred_text=${awscred_text#*	}
    awscred_left=${awscred_text%%	*}
    case " $awscred_ends $awscred_left " in *'  '* | *[!0123456789\ ]*) break ;; esac
    awscred_line="${awscred_summary%%	*}, "
    awscred_uptime=$(((awscred_ends - awscred_now + 30) / 60))
    [ "$awscred_uptime" -lt 60 ] || awscred_line=$awscred_line$((awscred_uptime / 60))h
    [ "$awscred_uptime" -ge 60 ] && [ $((awscred_uptime % 60)) = 0 ] ||
      awscred_line=$awscred_line$((awscred_uptime % 60))m
    awscred_line="$awscred_line, until "
    [ "$awscred_now" -ge "$awscred_left" ] || awscred_line="${awscred_line}tomorrow "
    # Not by `echo`, which in some shells makes escape sequences of a name's backslashes.
    PATH=/dev/null printf 'awscred: %s\n' "$awscred_line${awscred_text#*	}" >&2
  fi
  PATH=/dev/null printf '%s' "${awscred_head}export AWS_SECRET_ACCESS_KEY=$awscred_key;
export AWS_SESSION_TOKEN=$awscred_token;
$awscred_tail" 2>/dev/null
  case $? in 0) exit 0 ;; 12[67]) break ;; *) exit 1 ;; esac
done

case $awscred_p in ?*) POSIXLY_CORRECT=${awscred_p#x} ;; *) \unset POSIXLY_CORRECT ;; esac
\unset awscred_p
if [ ! -x "$awscred_node" ] || [ ! -f "$awscred_program" ]; then
  echo "awscred: $0 was written for an installation that is gone: $awscred_node $awscred_program" >&2
  echo 'awscred: hint: awscred install-launcher writes it anew, for the one that is here' >&2
  [ "${1-}" = assume ] && echo '(exit 1);'
  exit 1
fi
# Node takes a third of its time to read what NODE_EXTRA_CA_CERTS names, and a path that loads nothing needs neither.
if [ "$awscred_step" = 2 ]; then
  (
    \unset NODE_EXTRA_CA_CERTS NODE_OPTIONS
    exec "$awscred_node" @NODE_OPTIONS@ "$awscred_program" --hot "$1" "$2"
  )
  case $? in
    0) exit 0 ;;
    1) exit 1 ;;
  esac
fi
exec "$awscred_node" "$awscred_program" "$@"
