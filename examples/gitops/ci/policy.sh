#!/bin/sh
# Rejects a plan that destroys or replaces a workspace which is not listed in
# allowed-destroys.txt: ci/policy.sh plan.json
#
# Requires jq 1.6 or newer, since the shell can't read JSON; GitHub's runners have it.
# To check more, add to the query.
set -eu
plan="$1"
allowed="$(dirname "$0")/../allowed-destroys.txt"

# Anything but a complete plan is rejected. slurp: for an empty file jq 1.6 prints
# nothing and succeeds.
jq --exit-status --slurp 'length == 1 and (.[0]
  | (.format_version | startswith("1.")) and has("planned_values") and .errored != true)' "$plan" >/dev/null || {
  echo "Rejected: $plan is not the JSON of a complete plan."
  exit 1
}

destroyed="$(jq --raw-output --rawfile allowed "$allowed" '
  ($allowed | split("\n")) as $lines
  | .resource_changes[]?
  | select(.type == "portkey_workspace" and (.change.actions | index("delete")))
  | select(.address as $address | $lines | index($address) | not)
  | .address' "$plan")"

if [ -n "$destroyed" ]; then
  echo "Rejected: the plan would destroy these workspaces."
  echo "$destroyed" | sed 's/^/- /'
  echo "If this is intended, add their addresses to allowed-destroys.txt in the same change."
  exit 1
fi
echo "Policy check passed."
