# awscred for fish: `awscred init fish` prints this (docs/shells.md).

# Reads words as the program does: which command, whether it prints, `--unset`, and where a lone dash stands; one line each.
function __awscred_read
    set -l command
    set -l prints
    set -l undoes
    set -l back
    set -l place 1
    while test $place -le (count $argv)
        set -l word $argv[$place]
        if test "$word" = --
            break
        else if string match -q -- '--*' "$word"
            contains -- (string replace -r '=[\s\S]*' '' -- "$word") @PRINTING@; and set prints yes
            test "$word" = --unset; and set undoes yes
            contains -- "$word" @TAKING@; and set place (math $place + 1)
        else if string match -q -- '-?*' "$word"
            set -l letters (string split '' -- (string sub -s 2 -- "$word"))
            set -l at 1
            while test $at -le (count $letters)
                contains -- -$letters[$at] @PRINTING@; and set prints yes
                if contains -- -$letters[$at] @TAKING@
                    test $at -eq (count $letters); and set place (math $place + 1)
                    break
                end
                set at (math $at + 1)
            end
        else if test -z "$command"
            set command $word
            test "$word" = assume; or break
        else if test "$word" = -
            set back $place
        end
        set place (math $place + 1)
    end
    test "$command" = assume; and test -z "$prints"; and echo assume; or echo other
    echo "$undoes"
    echo "$back"
end

function awscred --description 'AWS credentials for this shell'
    set -l read other
    # Nothing is started to find out about another command; in `(awscred assume …)` somebody else reads the statements.
    if contains -- assume $argv; and not status is-command-substitution
        set read (__awscred_read $argv)
    end
    if test "$read[1]" != assume
        @RUN@ $argv
        return
    end
    if test -n "$read[3]"
        if not set -q __awscred_before
            echo 'awscred: there is no profile to go back to' >&2
            echo 'awscred: hint: awscred assume PROFILE names one; the next assume remembers it' >&2
            return 2
        end
        set -l before $argv[1..(math $read[3] - 1)]
        set -e argv[1..$read[3]]
        set argv $before $__awscred_before_live -p $__awscred_before $argv
    end
    set -l was "$AWSCRED_PROFILE"
    # Live: the profile's name, and no keys.
    set -l live
    test -z "$AWS_ACCESS_KEY_ID"; and test "$AWS_PROFILE" = "$was"; and set live --live
    set -l text (@ASSUME@ -o fish $argv)
    set -l code $status
    test $code -eq 0; or return $code
    if test -n "$read[2]"
        printf '%s\n' $text | source
        __awscred_restore
    else
        set -q __awscred_is_kept; or __awscred_keep
        printf '%s\n' $text | source
        if test -n "$AWSCRED_PROFILE"; and test "$(__awscred_setting AWSCRED_PROMPT_VARIABLE @PROMPT_VARIABLE@)" != none
            set -gx AWS_VAULT $AWSCRED_PROFILE
        end
    end
    if test -n "$was"; and test "$was" != "$AWSCRED_PROFILE"
        set -gu __awscred_before $was
        set -gu __awscred_before_live $live
    end
    return 0
end

function __awscred_setting
    set -q $argv[1]; and test -n "$$argv[1]"; and echo $$argv[1]; or echo $argv[2]
end

# The variables that assume touches, as they are now.
function __awscred_keep
    for name in @NAMES@
        set -eg __awscred_was_$name
        set -eg __awscred_was_exported_$name
        if set -qg $name
            set -gu __awscred_was_$name $$name
            set -qgx $name; and set -gu __awscred_was_exported_$name yes
        end
    end
    set -gu __awscred_is_kept yes
end

function __awscred_restore
    set -q __awscred_is_kept; or return 0
    for name in @NAMES@
        set -l kept __awscred_was_$name
        set -eg $name
        if set -q __awscred_was_exported_$name
            set -gx $name $$kept
        else if set -q $kept
            set -gu $name $$kept
        end
        set -eg $kept
        set -eg __awscred_was_exported_$name
    end
    set -eg __awscred_is_kept
end

# What the prompt shows, in awscred_prompt_text. fish has no clock: `date` is started while credentials have an end.
function __awscred_look
    set -g awscred_prompt_text
    set -g __awscred_left
    test -n "$AWSCRED_PROFILE"; or return 0
    set -g awscred_prompt_text (string replace -ra '[[:cntrl:]]' '?' -- "$AWSCRED_PROFILE" | string join '?')
    string match -qr '^[0-9]{1,12}$' -- "$AWSCRED_EXPIRES"; or return 0
    set -l left (math $AWSCRED_EXPIRES - (date +%s))
    set -g __awscred_left $left
    set -l minutes (math "floor($left / 60)")
    if test $left -le 0
        set awscred_prompt_text "$awscred_prompt_text expired"
    else if test $left -lt 300
        set awscred_prompt_text "$awscred_prompt_text "$minutes"m!"
    else if test $left -lt 3600
        set awscred_prompt_text "$awscred_prompt_text "$minutes"m"
    else if test (math "$minutes % 60") -eq 0
        set awscred_prompt_text "$awscred_prompt_text "(math "$minutes / 60")"h"
    else
        set awscred_prompt_text "$awscred_prompt_text "(math "floor($minutes / 60)")"h"(math "$minutes % 60")"m"
    end
end

function awscred_prompt --description 'The profile in this shell and the time left, for a prompt'
    __awscred_look
    printf %s "$awscred_prompt_text"
end

# Once for each end of credentials a warning before the prompt.
function __awscred_before_prompt --on-event fish_prompt
    test -n "$AWSCRED_PROFILE"; and test -n "$AWSCRED_EXPIRES"; or return 0
    test "$__awscred_warned" != "$AWSCRED_PROFILE $AWSCRED_EXPIRES"; or return 0
    __awscred_look
    test -n "$__awscred_left"; and test $__awscred_left -lt 300; or return 0
    test "$(__awscred_setting AWSCRED_PROMPT_WARNING @PROMPT_WARNING@)" != off; or return 0
    set -gu __awscred_warned "$AWSCRED_PROFILE $AWSCRED_EXPIRES"
    set -l shown (string replace -ra '[[:cntrl:]]' '?' -- "$AWSCRED_PROFILE" | string join '?')
    set -l name $AWSCRED_PROFILE
    if test "$shown" != "$AWSCRED_PROFILE"
        set name PROFILE
    else if not string match -qr '^[a-zA-Z0-9._@+/:][a-zA-Z0-9._@+/:-]*$' -- "$name"
        set name "-p "(string escape -- $name)
    end
    if test $__awscred_left -le 0
        echo "awscred: $shown has expired; to renew it: awscred assume $name" >&2
    else
        echo "awscred: $shown expires in "(math "floor($__awscred_left / 60)")"m; to renew it: awscred assume $name" >&2
    end
end
#cmd
#cmd function @CMD@ --description 'awscred assume'
#cmd     awscred assume $argv
#cmd end

# The candidates are data: fish quotes what it inserts.
function __awscred_complete
    set -l words (commandline -opc)
    # fish chooses by the word as it is; here only its letters count.
    set -l word (string replace -ra '[\'"\\\\]' '' -- (commandline -ct))
    set -l lines (NODE_EXTRA_CA_CERTS= NODE_OPTIONS= @COMPLETE@ fish $words "$word" 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path (commandline -ct)
        case 'command *'
            __fish_complete_subcommand --fcs-skip=(string replace 'command ' '' -- $lines[1])
        case '*'
            test (count $lines) -gt 1; and printf '%s\n' $lines[2..-1]
    end
end
complete -c awscred -e
complete -c awscred -f -a '(__awscred_complete)'
#cmd complete -c @CMD@ -e
#cmd complete -c @CMD@ -f -a '(__awscred_complete)'
