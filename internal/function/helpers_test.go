package function_test

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The literals of configurations.
type (
	object = map[string]any
	list   = []any
)

// functions is a driver of a provider that is not configured, which is how Terraform
// calls functions.
func functions(t *testing.T) *harness.Driver {
	t.Helper()
	return harness.NewDriver(t, harness.Start(t).Server())
}

// refused expects an error at an argument that contains all words, does not contain
// "canary", and does not end with the period that Terraform adds.
func refused(t *testing.T, d *harness.Driver, argument int64, words []string, name string, arguments ...any) {
	t.Helper()
	got, err := d.Call(name, arguments...)
	if err == nil {
		t.Fatalf("got %v, want an error", got)
	}
	if err.FunctionArgument == nil || *err.FunctionArgument != argument {
		t.Errorf("not at argument %d: %v", argument, err.FunctionArgument)
	}
	for _, word := range words {
		if !strings.Contains(err.Text, word) {
			t.Errorf("lacks %q:\n%s", word, err.Text)
		}
	}
	if strings.Contains(err.Text, "canary") {
		t.Errorf("shows a value:\n%s", err.Text)
	}
	if strings.HasSuffix(err.Text, ".") {
		t.Errorf("ends with a period, as Terraform's sentence does:\n%s", err.Text)
	}
}
