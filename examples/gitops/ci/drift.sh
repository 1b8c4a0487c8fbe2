#!/bin/sh
# Reports changes that were made outside Terraform, and API keys that expire or are
# rotated soon. Exits with 0 if there is nothing to apply, with 2 if there is, and with 1
# if the plan failed. Writes drift.md. Don't undo the drift from here: a person should
# look at it.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"

"$tf" init -input=false -lockfile=readonly
# Not -refresh-only, whose exit code is not reliable.
code=0
"$tf" plan -input=false -lock-timeout=10m -detailed-exitcode -out=drift.tfplan || code=$?
case "$code" in
0 | 2) ;;
*) exit 1 ;;
esac

"$tf" show -json drift.tfplan >drift.json
if [ "$code" -eq 0 ]; then
  echo "No drift." >drift.md
else
  # resource_drift is what the refresh found. Every other change comes from a configuration
  # that was merged, but not applied.
  jq --raw-output '
    def sensitive($marks; $key): [$marks | if type == "object" then .[$key] else . end | .. | select(. == true)] | length > 0;
    def shown: tojson | gsub("`"; "\u0027") | if length > 200 then .[:200] + "…" else . end | "`\(.)`";
    def values($key):
      if sensitive(.before_sensitive; $key) or sensitive(.after_sensitive; $key) then "(sensitive value)"
      else (.before[$key] | shown) + " → " + (.after[$key] | shown) end;
    def edits: . as $change
      | [.after | keys[] | select($change.before[.] != $change.after[.]) | . as $key | "  - `\($key)`: " + ($change | values($key))]
      | join("\n");
    (.resource_drift // []) as $drift
    | ($drift | map(.address)) as $drifted
    | ($drift[] | "- `\(.address)` " + (
        if .change.after == null then "was deleted" else "was changed:\n" + (.change | edits) end)),
      (.resource_changes[]?
        | select(.change.actions != ["no-op"] and .change.actions != ["read"])
        | select(.address as $address | $drifted | index($address) | not)
        | "- `\(.address)` differs from the configuration: " + (.change.actions | join(", ")))
  ' drift.json >drift.md
fi

# The state after the refresh has the times of each key. Portkey rotates a key by itself at
# next_rotation_at; the secret before it is valid until key_transition_expires_at.
jq --raw-output '
  def soon: (. // "") | sub("\\.[0-9]+"; "") | (try fromdateiso8601 catch null) as $at
    | $at != null and $at > now and $at < now + 30 * 24 * 3600;
  [.prior_state.values? | .. | objects | select(.type? == "portkey_api_key" and .mode? == "managed") | .address as $key | .values
    | (.expires_at | select(soon) | "- `\($key)` expires at \(.)."),
      (.rotation_policy.next_rotation_at? | select(soon) | "- `\($key)` is rotated at \(.)."),
      (.key_transition_expires_at | select(soon) | "- The previous secret of `\($key)` is valid until \(.).")]
  | if length > 0 then "\nAPI keys, in the next 30 days:", .[] else empty end
' drift.json >>drift.md
cat drift.md
exit "$code"
