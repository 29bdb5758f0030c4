# awscred for tcsh: `awscred init tcsh > FILE`, then `source FILE` (docs/shells.md).
set _awscred_run = ( @RUN@ )
set _awscred_assume = ( @ASSUME@ )
set _awscred_sh = @TCSH_SH@
set _awscred_function = @TCSH_FUNCTION@
set _awscred_prompt_variable = @PROMPT_VARIABLE@
set _awscred_completer = ( /usr/bin/env NODE_EXTRA_CA_CERTS= NODE_OPTIONS= @COMPLETE@ tcsh )
alias awscred 'source $_awscred_function:q awscred \!*'
#cmd alias @CMD@ 'source $_awscred_function:q awscred assume \!*'
# Between double quotes a list of words would lose its quotes.
alias _awscred_make '$_awscred_assume:q -o tcsh $_awscred_call:q'
alias awscred_prompt '/bin/sh $_awscred_sh:q prompt'
complete awscred 'p@*@`$_awscred_completer:q`@'
#cmd complete @CMD@ 'p@*@`$_awscred_completer:q`@'
