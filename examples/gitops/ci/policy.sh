#!/bin/sh
# Fails if a plan would destroy or replace anything in Portkey that is not listed in
# allowed-destroys.txt: ci/policy.sh plan.json
#
# The shell can't read JSON, so this needs jq 1.6 or newer. GitHub's runners have
# it, and elsewhere it is a small package. To check more, extend the query.
set -eu
plan="$1"
allowed="$(dirname "$0")/../allowed-destroys.txt"

# Anything but a complete plan fails. slurp: for an empty file, jq 1.6 prints nothing
# and exits with 0.
jq --exit-status --slurp 'length == 1 and (.[0]
  | (.format_version | startswith("1.")) and has("planned_values") and .errored != true)' "$plan" >/dev/null || {
  echo "Policy check failed: $plan is not the JSON of a complete plan."
  exit 1
}

# Lines may end with CRLF, and have white space around the address.
destroyed="$(jq --raw-output --rawfile allowed "$allowed" '
  ($allowed | ltrimstr("\ufeff") | split("\n") | map(sub("^\\s+"; "") | sub("\\s+$"; ""))) as $lines
  | .resource_changes[]?
  | select((.type | startswith("portkey_")) and (.change.actions | index("delete")))
  | select(.address as $address | $lines | index($address) | not)
  | .address' "$plan")"

if [ -n "$destroyed" ]; then
  echo "Policy check failed: the plan would destroy these resources."
  echo "$destroyed" | sed 's/^/- /'
  echo "To allow this, add their addresses to allowed-destroys.txt in the same change."
  exit 1
fi
echo "Policy check passed."
