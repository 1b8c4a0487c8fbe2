#!/bin/sh
# Refuses a plan that would destroy or replace a workspace which is not named in
# allowed-destroys.txt: ci/policy.sh plan.json
#
# The shell can't read JSON, so this needs jq 1.6 or newer. GitHub's runners have
# it, and everywhere else it is one small package. To check more, add to the query.
set -eu
plan="$1"
allowed="$(dirname "$0")/../allowed-destroys.txt"

# Whatever is no plan is refused. slurp: of an empty file jq 1.6 says nothing, and
# ends as if all were well.
jq --exit-status --slurp 'length == 1 and (.[0]
  | (.format_version | startswith("1.")) and has("planned_values") and .errored != true)' "$plan" >/dev/null || {
  echo "Refused: $plan is not the JSON of a whole plan."
  exit 1
}

destroyed="$(jq --raw-output --rawfile allowed "$allowed" '
  ($allowed | split("\n")) as $lines
  | .resource_changes[]?
  | select(.type == "portkey_workspace" and (.change.actions | index("delete")))
  | select(.address as $address | $lines | index($address) | not)
  | .address' "$plan")"

if [ -n "$destroyed" ]; then
  echo "Refused: the plan would destroy these workspaces."
  echo "$destroyed" | sed 's/^/- /'
  echo "If that is meant, add their addresses to allowed-destroys.txt, in the same change."
  exit 1
fi
echo "The policy has nothing against this plan."
