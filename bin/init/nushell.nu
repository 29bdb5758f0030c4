# awscred for nushell: saved in a folder of `$nu.vendor-autoload-dirs` (docs/shells.md).

# Reads words as the program does: whether they are an `assume` to evaluate, `--unset`, and where a lone dash stands.
def awscred-read [words: list<string>] {
  let printing = ("@PRINTING@" | split row " ")
  let taking = ("@TAKING@" | split row " ")
  mut command = ""
  mut prints = false
  mut undoes = false
  mut back = (-1)
  mut place = 0
  while $place < ($words | length) {
    let word = ($words | get $place)
    if $word == "--" {
      break
    } else if ($word | str starts-with "--") {
      if ($word | split row "=" | first) in $printing { $prints = true }
      if $word == "--unset" { $undoes = true }
      if $word in $taking { $place = $place + 1 }
    } else if ($word | str starts-with "-") and $word != "-" {
      let letters = ($word | split chars | skip 1)
      mut at = 0
      for letter in $letters {
        $at = $at + 1
        if $"-($letter)" in $printing { $prints = true }
        if $"-($letter)" in $taking {
          if $at == ($letters | length) { $place = $place + 1 }
          break
        }
      }
    } else if $command == "" {
      $command = $word
      if $word != "assume" { break }
    } else if $word == "-" {
      $back = $place
    }
    $place = $place + 1
  }
  { assume: ($command == "assume" and not $prints), undoes: $undoes, back: $back }
}

def --env awscred-assume [words: list<string>] {
  let read = (awscred-read $words)
  # A record is no text: what nushell starts does not get it.
  let state = ($env.AWSCRED_FUNCTION? | default { before: null, live: [], kept: null })
  if $read.back >= 0 and $state.before == null {
    print -e "awscred: there is no profile to go back to"
    print -e "awscred: hint: awscred assume PROFILE names one; the next assume remembers it"
    error make --unspanned { msg: "awscred ended with status 2" }
  }
  let words = if $read.back < 0 { $words } else {
    ($words | take $read.back) ++ $state.live ++ ["-p" $state.before] ++ ($words | skip ($read.back + 1))
  }
  let was = ($env.AWSCRED_PROFILE? | default "")
  # Live: the profile's name, and no keys.
  let is_live = ($env.AWS_ACCESS_KEY_ID? | default "") == "" and ($env.AWS_PROFILE? | default "") == $was
  let names = ("@NAMES@" | split row " ")
  # A status that is not 0 is an error, and ends the function here.
  let made = (@ASSUME@ -o nushell ...$words | from json)
  let kept = if $read.undoes { null } else {
    $state.kept | default ($names | where { |name| $name in $env } | reduce --fold {} { |name, all| $all | insert $name ($env | get $name) })
  }
  awscred-set $made
  if $read.undoes {
    if $state.kept != null {
      awscred-set ($names | reduce --fold {} { |name, all| $all | insert $name ($state.kept | get -o $name) })
    }
  } else if ($env.AWSCRED_PROMPT_VARIABLE? | default "@PROMPT_VARIABLE@") != "none" and ($env.AWSCRED_PROFILE? | default "") != "" {
    $env.AWS_VAULT = $env.AWSCRED_PROFILE
  }
  let gone = if $was != "" and $was != ($env.AWSCRED_PROFILE? | default "") {
    { before: $was, live: (if $is_live { ["--live"] } else { [] }) }
  } else {
    { before: $state.before, live: $state.live }
  }
  $env.AWSCRED_FUNCTION = ($gone | insert kept $kept)
}

# Sets variables, and hides those whose value is nothing.
def --env awscred-set [values: record] {
  let pairs = ($values | transpose name value)
  load-env ($pairs | where value != null | reduce --fold {} { |pair, all| $all | insert $pair.name $pair.value })
  for name in ($pairs | where value == null | get name) {
    hide-env --ignore-errors $name
  }
}

# AWS credentials for this shell. One expression, so that the program gets what is piped in.
def --env --wrapped awscred [...words: string@awscred-complete] {
  if (awscred-read $words).assume { awscred-assume $words } else { @RUN@ ...$words }
}
#cmd
#cmd # awscred assume
#cmd def --env --wrapped @CMD@ [...words: string@awscred-complete] { awscred assume ...$words }

# The profile in this shell and the time left, for a prompt. Only digits are counted with.
def awscred_prompt [] {
  let name = ($env.AWSCRED_PROFILE? | default "" | str replace --all --regex '[[:cntrl:]]' '?')
  let expires = ($env.AWSCRED_EXPIRES? | default "")
  if $name == "" or $expires !~ '^[0-9]{1,12}$' { return $name }
  let left = ($expires | into int --radix 10) - ((date now | into int) // 1_000_000_000)
  let minutes = $left // 60
  let shown = if $left <= 0 {
    "expired"
  } else if $left < 300 {
    $"($minutes)m!"
  } else if $left < 3600 {
    $"($minutes)m"
  } else if $minutes mod 60 == 0 {
    $"($minutes // 60)h"
  } else {
    $"($minutes // 60)h($minutes mod 60)m"
  }
  $"($name) ($shown)"
}

# The candidates come quoted as nushell reads them; nothing of them is evaluated.
def awscred-complete [context: string, position: int] {
  let line = ($context | str substring 0..<$position)
  let words = ($line | split row --regex '[ \t]+')
  let lines = (with-env { NODE_EXTRA_CA_CERTS: "", NODE_OPTIONS: "" } { @COMPLETE@ nushell ...$words } | lines)
  if ($lines | length) > 1 and ($lines | first) == "values" { $lines | get 1 | from json } else { [] }
}
