# What the alias `awscred` of tcsh sources, with the words behind it: aliases cannot branch. bin/init/tcsh.tcsh sets the
# variables. Nothing here ends the shell: `exit` would. A range of words loses `:q`, and every line is expanded, also
# in a branch that is not taken.
set _awscred_words = ( $argv:q )
shift _awscred_words
set _awscred_how = ( other do 0 )
if ("$argv:q" =~ *assume*) then
  set _awscred_how = ( `/bin/sh $_awscred_sh:q read $_awscred_words:q` )
endif
if (! $?_awscred_before) then
  set _awscred_before = ""
  set _awscred_before_live = ()
endif
if ("$_awscred_how[1]" != assume) then
  $_awscred_run:q $_awscred_words:q
  set _awscred_status = $status
else if ("$_awscred_how[3]" != 0 && "$_awscred_before:q" == "") then
  /bin/sh $_awscred_sh:q no-profile
  set _awscred_status = 2
else
  set _awscred_call = ()
  @ _awscred_at = 0
  foreach _awscred_word ($_awscred_words:q)
    @ _awscred_at++
    if ($_awscred_at == $_awscred_how[3]) then
      set _awscred_call = ( $_awscred_call:q $_awscred_before_live -p $_awscred_before:q )
    else
      set _awscred_call = ( $_awscred_call:q $_awscred_word:q )
    endif
  end
  set _awscred_from = ""
  if ($?AWSCRED_PROFILE) then
    set _awscred_from = "$AWSCRED_PROFILE:q"
  endif
  # Live: the profile's name, and no keys.
  set _awscred_live = ()
  if ($?AWS_PROFILE && ! $?AWS_ACCESS_KEY_ID) then
    if ("$AWS_PROFILE:q" == "$_awscred_from:q") then
      set _awscred_live = ( --live )
    endif
  endif
  set _awscred_text = ( "`_awscred_make`" )
  set _awscred_status = $status
  if ($_awscred_status == 0) then
    if ("$_awscred_how[2]" != undo && ! $?_awscred_is_kept) then
      set _awscred_is_kept
#each       if ($?@NAME@) then
#each         set _awscred_was_@NAME@ = "$@NAME@:q"
#each       endif
    endif
    foreach _awscred_line ($_awscred_text:q)
      eval "$_awscred_line:q"
    end
    if ("$_awscred_how[2]" == undo && $?_awscred_is_kept) then
      unset _awscred_is_kept
#each       if ($?_awscred_was_@NAME@) then
#each         setenv @NAME@ "$_awscred_was_@NAME@:q"
#each         unset _awscred_was_@NAME@
#each       else
#each         unsetenv @NAME@
#each       endif
    endif
    set _awscred_to = ""
    if ($?AWSCRED_PROFILE) then
      set _awscred_to = "$AWSCRED_PROFILE:q"
    endif
    set _awscred_variable = $_awscred_prompt_variable
    if ($?AWSCRED_PROMPT_VARIABLE) then
      set _awscred_variable = "$AWSCRED_PROMPT_VARIABLE:q"
    endif
    if ("$_awscred_how[2]" != undo && "$_awscred_variable:q" != none && "$_awscred_to:q" != "") then
      setenv AWS_VAULT "$_awscred_to:q"
    endif
    if ("$_awscred_from:q" != "" && "$_awscred_from:q" != "$_awscred_to:q") then
      set _awscred_before = "$_awscred_from:q"
      set _awscred_before_live = ( $_awscred_live )
    endif
    unset _awscred_to _awscred_variable
  endif
  unset _awscred_text _awscred_line _awscred_from _awscred_live _awscred_call _awscred_word
endif
unset _awscred_words _awscred_how
( exit $_awscred_status )
