# awscred for PowerShell: `awscred init powershell | Out-String | Invoke-Expression` in $PROFILE (docs/shells.md).
Remove-Item -Path Alias:awscred -ErrorAction SilentlyContinue
#cmd Remove-Item -Path Alias:@CMD@ -ErrorAction SilentlyContinue

# Reads words as the program does: whether they are an `assume` to evaluate, `--unset`, and where a lone dash stands.
function global:__awscred_read([string[]]$Words) {
  $printing = '@PRINTING@' -split ' '
  $taking = '@TAKING@' -split ' '
  $read = @{ Command = ''; Prints = $false; Undoes = $false; Back = -1 }
  for ($place = 0; $place -lt $Words.Count; $place++) {
    $word = $Words[$place]
    if ($word -ceq '--') { break }
    if ($word.StartsWith('--')) {
      if ($printing -ccontains ($word -split '=', 2)[0]) { $read.Prints = $true }
      if ($word -ceq '--unset') { $read.Undoes = $true }
      if ($taking -ccontains $word) { $place++ }
    } elseif ($word.StartsWith('-') -and $word -cne '-') {
      for ($at = 1; $at -lt $word.Length; $at++) {
        $letter = '-' + $word[$at]
        if ($printing -ccontains $letter) { $read.Prints = $true }
        if ($taking -ccontains $letter) {
          if ($at -eq $word.Length - 1) { $place++ }
          break
        }
      }
    } elseif ($read.Command -ceq '') {
      $read.Command = $word
      if ($word -cne 'assume') { break }
    } elseif ($word -ceq '-') {
      $read.Back = $place
    }
  }
  $read
}

function global:__awscred_keep {
  $kept = @{}
  foreach ($name in '@NAMES@' -split ' ') {
    $value = [Environment]::GetEnvironmentVariable($name)
    if ($null -ne $value) { $kept[$name] = $value }
  }
  $global:__awscred_kept = $kept
}

function global:__awscred_restore {
  foreach ($name in '@NAMES@' -split ' ') {
    # Without a value the variable goes.
    [Environment]::SetEnvironmentVariable($name, $global:__awscred_kept[$name])
  }
  $global:__awscred_kept = $null
}

function global:awscred {
  $words = [string[]]@($args)
  $read = __awscred_read $words
  if ($read.Command -cne 'assume' -or $read.Prints) {
    if ($MyInvocation.ExpectingInput) { $input | @RUN@ @words } else { @RUN@ @words }
    return
  }
  if ($read.Back -ge 0) {
    if (-not $global:__awscred_before) {
      [Console]::Error.WriteLine('awscred: there is no profile to go back to')
      [Console]::Error.WriteLine('awscred: hint: awscred assume PROFILE names one; the next assume remembers it')
      $global:LASTEXITCODE = 2
      return
    }
    $head = @($words | Select-Object -First $read.Back)
    $tail = @($words | Select-Object -Skip ($read.Back + 1))
    $words = [string[]]($head + @($global:__awscred_before_live) + '-p' + $global:__awscred_before + $tail)
  }
  $was = $env:AWSCRED_PROFILE
  # Live: the profile's name, and no keys.
  $live = if (-not $env:AWS_ACCESS_KEY_ID -and $env:AWS_PROFILE -ceq $was) { @('--live') } else { @() }
  $text = @ASSUME@ -o powershell @words | Out-String
  if ($LASTEXITCODE -ne 0) { return }
  if ($read.Undoes) {
    Invoke-Expression $text
    if ($null -ne $global:__awscred_kept) { __awscred_restore }
  } else {
    if ($null -eq $global:__awscred_kept) { __awscred_keep }
    Invoke-Expression $text
    $variable = if ($env:AWSCRED_PROMPT_VARIABLE) { $env:AWSCRED_PROMPT_VARIABLE } else { '@PROMPT_VARIABLE@' }
    if ($variable -cne 'none' -and $env:AWSCRED_PROFILE) { $env:AWS_VAULT = $env:AWSCRED_PROFILE }
  }
  if ($was -and $was -cne $env:AWSCRED_PROFILE) {
    $global:__awscred_before = $was
    $global:__awscred_before_live = $live
  }
}
#cmd
#cmd function global:@CMD@ { awscred assume @args }

# The profile in this shell and the time left, for a prompt. Only digits are counted with.
function global:awscred_prompt {
  if (-not $env:AWSCRED_PROFILE) { return '' }
  $text = $env:AWSCRED_PROFILE -replace '[\x00-\x1f\x7f-\x9f]', '?'
  if ($env:AWSCRED_EXPIRES -cnotmatch '\A[0-9]{1,12}\z') { return $text }
  $left = [long]$env:AWSCRED_EXPIRES - [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
  $minutes = [long][Math]::Floor($left / 60)
  $hours = [long][Math]::Floor($minutes / 60)
  $rest = $minutes % 60
  if ($left -le 0) { return "$text expired" }
  if ($left -lt 300) { return "$text ${minutes}m!" }
  if ($left -lt 3600) { return "$text ${minutes}m" }
  if ($rest -eq 0) { return "$text ${hours}h" }
  "$text ${hours}h${rest}m"
}

# The candidates are data: what is no plain word stands between single quotes, where nothing is expanded.
function global:__awscred_complete($Word, $Ast, $Position) {
  $before = @()
  foreach ($element in $Ast.CommandElements) {
    if ($element.Extent.EndOffset -ge $Position) { break }
    $value = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
    $before += $value
  }
  $current = $Word -replace '[''"`]', ''
  $certificates, $options = $env:NODE_EXTRA_CA_CERTS, $env:NODE_OPTIONS
  $env:NODE_EXTRA_CA_CERTS = $env:NODE_OPTIONS = $null
  try {
    $kind, $lines = @COMPLETE@ powershell @before $current 2>$null
  } finally {
    $env:NODE_EXTRA_CA_CERTS, $env:NODE_OPTIONS = $certificates, $options
  }
  if ($kind -cne 'values') { return }
  foreach ($line in $lines) {
    $value, $about = $line -split "`t", 2
    if (-not $value.StartsWith($current, [StringComparison]::OrdinalIgnoreCase)) { continue }
    $quoted = if ($value -cmatch '\A[A-Za-z0-9_./:+=-]+\z') { $value } else { "'" + ($value -replace "['\u2018\u2019\u201a\u201b]", '$0$0') + "'" }
    $tip = if ($about) { $about } else { $value }
    [System.Management.Automation.CompletionResult]::new($quoted, $value, 'ParameterValue', $tip)
  }
}
Register-ArgumentCompleter -Native -CommandName awscred -ScriptBlock { param($Word, $Ast, $Position) __awscred_complete $Word $Ast $Position }
#cmd Register-ArgumentCompleter -Native -CommandName @CMD@ -ScriptBlock { param($Word, $Ast, $Position) __awscred_complete $Word $Ast $Position }
