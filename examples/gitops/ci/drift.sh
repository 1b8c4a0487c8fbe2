#!/bin/sh
# Detects changes made outside of Terraform. Exits with 0 if there is nothing to do,
# with 2 if there is, and with 1 if the plan fails. Writes drift.md. Do not correct
# drift from here: a person should decide.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"

"$tf" init -input=false -lockfile=readonly
# Not -refresh-only: its exit code is not reliable.
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
# resource_drift is what the refresh found; what the plan does to anything else was
# merged, but is not applied. Values stay in the log.
jq --raw-output '
  (.resource_drift // []) as $drift
  | ($drift | map(.address)) as $drifted
  | ($drift[] | "- `\(.address)` " + (
      if .change.after == null then "was deleted"
      else .change as $change | "was changed: " + ([$change.after | keys[] | select($change.before[.] != $change.after[.])] | join(", "))
      end)),
    (.resource_changes[]?
      | select(.change.actions != ["no-op"] and .change.actions != ["read"])
      | select(.address as $address | $drifted | index($address) | not)
      | "- `\(.address)` is not as the configuration says: " + (.change.actions | join(", ")))
' drift.json >drift.md
cat drift.md
exit 2
