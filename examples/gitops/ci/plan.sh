#!/bin/sh
# Plans this checkout, saves the plan, and checks it against the policy. Writes
# plan.tfplan for the apply, comment.md for the pull request and summary.json for
# GitLab. TF_CLI=tofu uses OpenTofu.
set -eu
cd "$(dirname "$0")/.."
tf="${TF_CLI:-terraform}"

# readonly: only the providers in .terraform.lock.hcl.
"$tf" init -input=false -lockfile=readonly
# Wait if another pipeline has locked the state.
"$tf" plan -input=false -lock-timeout=5m -out=plan.tfplan

"$tf" show -json plan.tfplan >plan.json
"$tf" show -no-color plan.tfplan >plan.txt
verdict=0
ci/policy.sh plan.json >plan.policy 2>&1 || verdict=$?
cat plan.policy

# The first line is how the workflow finds the comment of an earlier push. GitHub
# colours a diff by the first character of each line, and limits a comment to 65,536
# characters.
{
  printf '<!-- plan of the workspaces -->\n### Plan\n\n'
  cat plan.policy
  printf '\n<details><summary>Details</summary>\n\n```diff\n'
  sed -E -e 's/^( +)([-+~])/\2\1/' -e 's/^~/!/' plan.txt | head -c 60000
  printf '\n```\n\n</details>\n'
} >comment.md
jq '[.resource_changes[]?.change.actions] | {
  create: map(select(index("create"))) | length,
  update: map(select(index("update"))) | length,
  delete: map(select(index("delete"))) | length
}' plan.json >summary.json

exit "$verdict"
