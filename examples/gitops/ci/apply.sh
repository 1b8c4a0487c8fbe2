#!/bin/sh
# Applies a saved plan, and nothing else: ci/apply.sh plan.tfplan. Terraform
# returns an error if the state has changed since the plan was created.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"
plan="$1"

"$tf" init -input=false -lockfile=readonly
# Check the policy again: the pull request could have changed the script that checked it.
"$tf" show -json "$plan" >plan.json
ci/policy.sh plan.json
"$tf" apply -input=false -lock-timeout=5m "$plan"
