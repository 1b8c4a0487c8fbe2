package harness

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// NoErrors ends the test on an error.
func NoErrors(t *testing.T, diags Diagnostics) {
	t.Helper()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
}

// WantError wants exactly one error, at this attribute ("" for none), whose summary
// and detail hold all the words.
func WantError(t *testing.T, diags Diagnostics, at string, words ...string) {
	t.Helper()
	WantOne(t, slices.DeleteFunc(slices.Clone(diags), func(one Diagnostic) bool { return one.Warning }), at, words...)
}

// WantOne wants exactly one diagnostic, like WantError.
func WantOne(t *testing.T, diags Diagnostics, at string, words ...string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1:\n%s", len(diags), diags)
	}
	if diags[0].Attribute != at {
		t.Errorf("at %q, want %q", diags[0].Attribute, at)
	}
	for _, word := range words {
		if !strings.Contains(diags[0].Summary+"\n"+diags[0].Detail, word) {
			t.Errorf("lacks %q:\n%s", word, diags[0])
		}
	}
}

// WantUntouched wants that the API received no request, or with reads none that
// could change something.
func WantUntouched(t *testing.T, env *Env, reads bool) {
	t.Helper()
	received := env.API.Requests()
	if reads {
		received = env.Writes()
	}
	for _, one := range received {
		t.Errorf("the API received %s %s", one.Method, one.Path)
	}
}

// WantChanges wants an update in place that shows these attributes as changed and no
// other, and of them just those of unknown as not known yet.
func WantChanges(t *testing.T, p *Plan, unknown []string, attributes ...string) {
	t.Helper()
	if p.Action != Update {
		t.Fatalf("plans %s, want an update", p.Action)
	}
	changed, open := []string{}, []string{}
	for name, after := range p.After {
		if !cmp.Equal(p.Before[name], after) {
			changed = append(changed, name)
		}
		if after == Unknown {
			open = append(open, name)
		}
	}
	for what, sets := range map[string][2][]string{"changed": {attributes, changed}, "unknown until applied": {unknown, open}} {
		want, got := append([]string{}, sets[0]...), sets[1]
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want - got +:\n%s", what, diff)
		}
	}
}
