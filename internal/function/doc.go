// Package function holds the provider's functions. They are pure: they have no
// client, no clock and no network, and answer alike wherever Terraform asks.
//
// Each has a file of its own, named after it: what it is and what it says. Start
// with next_reset.go, which is short.
//
// A new function takes nothing but its arguments, and calls what another package
// knows already, such as the periods of limits. What is not known yet makes the
// result unknown. Its errors are made by refuse, have no period at their end, and
// name the path of a value instead of the value. Beside its file it needs
//
//   - a line in the registry in provider.go, and the golden schema of internal/provider
//   - examples/functions/<name>/function.tf, a subcategory at the head of
//     templates/functions.md.tmpl, a row in the guide "functions", and make generate
//   - a table test that calls it over the protocol, and a call in cli_test.go
//   - a line in CHANGELOG.md
package function

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// refuse is the error on an argument that tells all its problems at once. Terraform
// puts a period behind the text, so that none of them ends with one.
func refuse(argument int64, problems ...string) *function.FuncError {
	if len(problems) == 1 {
		return function.NewArgumentFuncError(argument, problems[0])
	}
	// Terraform leaves the lines alone that begin with a blank.
	return function.NewArgumentFuncError(argument, fmt.Sprintf("%d problems, to be mended together:\n  - %s", len(problems), strings.Join(problems, "\n  - ")))
}
