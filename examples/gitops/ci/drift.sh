#!/bin/sh
# Reports changes that were made outside Terraform. Exits with 0 if there is nothing to
# do, with 2 if there is, and with 1 if the plan failed. Writes drift.md. Don't undo the
# drift from here: a person should look at it.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"

"$tf" init -input=false -lockfile=readonly
# Not -refresh-only, whose exit code is not reliable.
code=0
"$tf" plan -input=false -lock-timeout=10m -detailed-exitcode -out=drift.tfplan || code=$?
case "$code" in
0)
  echo "No drift." | tee drift.md
  exit 0
  ;;
2) ;;
*) exit 1 ;;
esac

"$tf" show -json drift.tfplan >drift.json
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
cat drift.md
exit 2
