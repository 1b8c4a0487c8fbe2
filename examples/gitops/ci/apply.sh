#!/bin/sh
# Applies a saved plan, and nothing else: ci/apply.sh plan.tfplan. Terraform
# rejects it if the state has changed since the plan.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"
plan="$1"

"$tf" init -input=false -lockfile=readonly
# Once more, since the pull request could have changed the check of its own plan.
"$tf" show -json "$plan" >plan.json
ci/policy.sh plan.json
"$tf" apply -input=false -lock-timeout=5m "$plan"
