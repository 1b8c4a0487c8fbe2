// Package function contains the provider's functions. They are pure: without client,
// clock or network, and deterministic.
//
// Each has its own file, named after it. Start with next_reset.go, which is short.
//
// A function depends on nothing but its arguments, and calls other packages for what
// they implement already, such as the periods of limits. An unknown argument makes the
// result unknown. Its errors are created by refuse, have no period at their end, and
// name the path of a value instead of the value. In addition to its file it needs
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

// refuse is the error on an argument that reports all its problems at once. Terraform
// appends a period to the text, so none of them ends with one.
func refuse(argument int64, problems ...string) *function.FuncError {
	if len(problems) == 1 {
		return function.NewArgumentFuncError(argument, problems[0])
	}
	// Terraform does not wrap lines that begin with a space.
	return function.NewArgumentFuncError(argument, fmt.Sprintf("%d problems:\n  - %s", len(problems), strings.Join(problems, "\n  - ")))
}
