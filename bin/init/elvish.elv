# awscred for elvish: `eval (awscred init elvish | slurp)` in rc.elv (docs/shells.md).
use math
use re
use str

var awscred-printing = [@PRINTING@]
var awscred-taking = [@TAKING@]
var awscred-before = ''
var awscred-before-live = []
var awscred-kept = $nil

# Reads words as the program does: whether they are an `assume` to evaluate, `--unset`, and where a lone dash stands.
fn awscred-read {|words|
  var command = ''
  var prints = $false
  var undoes = $false
  var back = -1
  var place = 0
  while (< $place (count $words)) {
    var word = $words[$place]
    if (eq $word --) {
      break
    } elif (str:has-prefix $word --) {
      if (has-value $awscred-printing (re:replace '(?s)=.*' '' $word)) { set prints = $true }
      if (eq $word --unset) { set undoes = $true }
      if (has-value $awscred-taking $word) { set place = (+ $place 1) }
    } elif (and (str:has-prefix $word -) (not-eq $word -)) {
      var letters = [(str:split '' $word[1..])]
      var at = 0
      for letter $letters {
        set at = (+ $at 1)
        if (has-value $awscred-printing -$letter) { set prints = $true }
        if (has-value $awscred-taking -$letter) {
          if (== $at (count $letters)) { set place = (+ $place 1) }
          break
        }
      }
    } elif (eq $command '') {
      set command = $word
      if (not-eq $word assume) { break }
    } elif (eq $word -) {
      set back = $place
    }
    set place = (+ $place 1)
  }
  put [&assume=(and (eq $command assume) (not $prints)) &undoes=$undoes &back=$back]
}

# The variables that assume touches, as they are now.
fn awscred-keep {
  set awscred-kept = [&]
  for name [@NAMES@] {
    if (has-env $name) { set awscred-kept[$name] = (get-env $name) }
  }
}

fn awscred-restore {
  for name [@NAMES@] {
    if (has-key $awscred-kept $name) {
      set-env $name $awscred-kept[$name]
    } else {
      unset-env $name
    }
  }
  set awscred-kept = $nil
}

fn awscred {|@words|
  var read = (awscred-read $words)
  if (not $read[assume]) {
    @RUN@ $@words
    return
  }
  if (>= $read[back] 0) {
    if (eq $awscred-before '') {
      echo 'awscred: there is no profile to go back to' >&2
      echo 'awscred: hint: awscred assume PROFILE names one; the next assume remembers it' >&2
      fail 'awscred ended with status 2'
    }
    set words = [(all $words[..$read[back]]) $@awscred-before-live -p $awscred-before (all $words[(+ $read[back] 1)..])]
  }
  var was = $E:AWSCRED_PROFILE
  # Live: the profile's name, and no keys.
  var live = []
  if (and (eq $E:AWS_ACCESS_KEY_ID '') (eq $E:AWS_PROFILE $was)) { set live = [--live] }
  # A status that is not 0 is an exception, and ends the function here.
  var text = (@ASSUME@ -o elvish $@words | slurp)
  if $read[undoes] {
    eval $text
    if (not-eq $awscred-kept $nil) { awscred-restore }
  } else {
    if (eq $awscred-kept $nil) { awscred-keep }
    eval $text
    var variable = $E:AWSCRED_PROMPT_VARIABLE
    if (eq $variable '') { set variable = @PROMPT_VARIABLE@ }
    if (and (not-eq $variable none) (not-eq $E:AWSCRED_PROFILE '')) { set-env AWS_VAULT $E:AWSCRED_PROFILE }
  }
  if (and (not-eq $was '') (not-eq $was $E:AWSCRED_PROFILE)) {
    set awscred-before = $was
    set awscred-before-live = $live
  }
}

# elvish has no clock: `date` is started while credentials have an end. Only digits are counted with.
fn awscred_prompt {
  var text = (re:replace '[[:cntrl:]]' '?' $E:AWSCRED_PROFILE)
  if (and (not-eq $text '') (re:match '^[0-9]{1,12}$' $E:AWSCRED_EXPIRES)) {
    var left = (exact-num (math:floor (- $E:AWSCRED_EXPIRES ((external date) +%s))))
    var minutes = (exact-num (math:floor (/ $left 60)))
    var hours = (exact-num (math:floor (/ $minutes 60)))
    var rest = (- $minutes (* $hours 60))
    if (<= $left 0) {
      set text = $text' expired'
    } elif (< $left 300) {
      set text = $text' '$minutes'm!'
    } elif (< $left 3600) {
      set text = $text' '$minutes'm'
    } elif (== $rest 0) {
      set text = $text' '$hours'h'
    } else {
      set text = $text' '$hours'h'$rest'm'
    }
  }
  print $text
}
#cmd fn @CMD@ {|@words| awscred assume $@words }

# The candidates are data: elvish quotes what it inserts.
fn awscred-complete {|@words|
  tmp E:NODE_EXTRA_CA_CERTS = ''
  tmp E:NODE_OPTIONS = ''
  var lines = [(try { @COMPLETE@ elvish $@words 2>/dev/null | from-lines } catch e { })]
  if (or (== (count $lines) 0) (not-eq $lines[0] values)) {
    if (and (> (count $lines) 0) (eq $lines[0] files)) { eval &ns=(ns [&words=$words]) 'edit:complete-filename $@words' }
    return
  }
  for line $lines[1..] {
    var parts = [(str:split &max=2 "\t" $line)]
    if (== (count $parts) 2) {
      put $parts[0]
    } else {
      put $line
    }
  }
}

# What an `eval` defines is its own; on a terminal the editor can publish it.
try {
  eval &ns=(ns [&run~=$awscred~ &prompt~=$awscred_prompt~ &complete~=$awscred-complete~]) '
    edit:add-var awscred~ $run~
    edit:add-var awscred_prompt~ $prompt~
    set edit:completion:arg-completer[awscred] = $complete~
  '
#cmd   eval &ns=(ns [&run~=$@CMD@~ &complete~=$awscred-complete~]) '
#cmd     edit:add-var @CMD@~ $run~
#cmd     set edit:completion:arg-completer[@CMD@] = $complete~
#cmd   '
} catch e { }
