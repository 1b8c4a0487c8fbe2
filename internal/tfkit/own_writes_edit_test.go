package tfkit

import (
	"errors"
	"testing"
	"time"
)

// version is a model of one attribute.
type version struct{ name, updatedAt string }

var versions = Versions[version]{
	Differs: func(one, other version) (changes Changes) {
		changes.Add("name", one.name == other.name)
		return changes
	},
	Digest:    func(v version) string { return v.name },
	UpdatedAt: func(v version) string { return v.updatedAt },
}

// An update starts from what is on the server, and from the state if the answer is one
// that its last write replaced. It does not overwrite an edit by somebody else.
func TestEdit(t *testing.T) {
	t.Parallel()
	private := privateState{}
	now := twelve.Add(time.Second)

	first := versions.Edit(OwnWrites{}, version{name: "b"}, version{"a", at(-time.Hour)})
	first.Begin(version{name: "a"}, at(-time.Hour), twelve)
	if diags := first.End(t.Context(), private, twelve.Add(100*time.Millisecond)); diags.HasError() {
		t.Fatal(diags)
	}

	state := version{"b", at(0)}
	for name, test := range map[string]struct {
		plan, seen, base string
		updated          time.Duration
		foreign          bool
		elsewhere        bool
	}{
		"as the state has it":         {plan: "c", seen: "b", base: "b", updated: 0},
		"an answer before the write":  {plan: "c", seen: "a", base: "b", updated: -time.Hour},
		"an edit by somebody else":    {plan: "c", seen: "x", base: "x", updated: time.Minute, foreign: true},
		"an edit to what is planned":  {plan: "c", seen: "c", base: "c", updated: time.Minute},
		"an edit of what is not ours": {plan: "b", seen: "x", base: "x", updated: time.Minute, elsewhere: true},
	} {
		edit := versions.Edit(ReadOwnWrites(t.Context(), private), version{name: test.plan}, state)
		base, err := edit.Compare(version{name: test.seen}, at(test.updated), now.Add(2*time.Minute))
		if base.name != test.base || edit.Elsewhere != test.elsewhere || errors.As(err, new(*ForeignError)) != test.foreign {
			t.Errorf("%s: starts from %q, elsewhere %t, %v; want %+v", name, base.name, edit.Elsewhere, err, test)
		}
	}
}

// What an update replaces is known to the next one.
func TestEdit_Begin(t *testing.T) {
	t.Parallel()
	edit := versions.Edit(OwnWrites{}, version{name: "b"}, version{"a", at(-time.Hour)})
	edit.Begin(version{name: "x"}, at(-time.Minute), twelve)
	if diags := edit.End(t.Context(), privateState{}, twelve); diags.HasError() {
		t.Fatal(diags)
	}
	for _, replaced := range []version{{"a", at(-time.Hour)}, {"x", at(-time.Minute)}} {
		if got := versions.Judge(edit.OwnWrites, version{name: "b"}, replaced, replaced.updatedAt, twelve); got != Stale {
			t.Errorf("an answer that shows %v is judged %v, want Stale", replaced, got)
		}
	}
}
