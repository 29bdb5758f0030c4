#!/usr/bin/env bash
# What action.yml runs: the inputs are variables, GITHUB_ACTION_PATH is this repository.
set -euo pipefail

root=${GITHUB_ACTION_PATH:?}
awscred() { node "$root/bin/awscred.cjs" "$@"; }

if [ ! -f "$root/dist/bundle/main.cjs" ]; then
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund && npm run build) >&2
fi

if [ "$AWSCRED_UNSET" = true ]; then
  awscred assume --unset -o github -q
  # Later steps see them empty; so does this one.
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE
fi

words=(assume -o github --role-arn "$AWSCRED_ROLE" --region "$AWSCRED_JOB_REGION" -d "$AWSCRED_SECONDS")
words+=(--session-name "$AWSCRED_SESSION_NAME")
if [ "$AWSCRED_CHAINING" = true ]; then
  words+=(--from-env)
  [ -z "$AWSCRED_EXTERNAL_ID" ] || words+=(--external-id "$AWSCRED_EXTERNAL_ID")
else
  words+=(--web-identity github-actions --web-identity-audience "$AWSCRED_AUDIENCE")
fi
[ -z "$AWSCRED_ACCOUNTS" ] || words+=(--allowed-account-ids "$AWSCRED_ACCOUNTS")
[ "$AWSCRED_MASK" != true ] || words+=(--mask-account)
[ "$AWSCRED_OUTPUT" != true ] || words+=(--output-credentials)

awscred "${words[@]}"
