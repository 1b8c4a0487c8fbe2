package portkey

import (
	"slices"
	"testing"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	var m memory
	m.claim("created", "x")
	if !m.adopt("adopted", "x") || m.adopt("adopted", "x") || !m.isWritten("created") || !m.isWritten("adopted") || m.isWritten("else") {
		t.Error("what was created here was written here, and is adopted once")
	}
	if got := m.createdAs("x"); len(got) != 2 {
		t.Errorf("created as x: %v", got)
	}
	m.wrote("created")
	m.wrote("else")
	if got := m.createdAs("x"); !slices.Equal(got, []string{"adopted"}) {
		t.Errorf("created as x, and not written since: %v", got)
	}
	if m.isClaimed("else") || !m.isClaimed("created") {
		t.Error("an edit creates nothing")
	}
	m.reserve("y", false)
	m.release("y", true)
	if m.reserve("y", false) {
		t.Error("a name is free while it is looked for")
	}
	if m.endSearch("y"); !m.reserve("y", false) {
		t.Error("a name is reserved although the search has ended")
	}
}
