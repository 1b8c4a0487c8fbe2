package portkey

import (
	"maps"
	"slices"
	"testing"
)

const (
	composed   = "Gr\u00f6\u00dfe"
	decomposed = "Gro\u0308\u00dfe"
)

func TestText(t *testing.T) {
	t.Parallel()
	if Composed(decomposed) != composed || !SameText(decomposed, composed) || SameText(composed, "Gro\u00dfe") {
		t.Error("composed and decomposed letters are not compared as such")
	}
	for _, test := range []struct{ names, want []string }{
		{[]string{"Production", "🎯 Target"}, []string{"Production", "🎯 Target"}},
		{[]string{composed, "x"}, []string{composed, decomposed, "x"}},
		{[]string{decomposed}, []string{composed, decomposed}},
	} {
		if got := spellings(test.names); !slices.Equal(got, test.want) {
			t.Errorf("the spellings of %+q are %+q, want %+q", test.names, got, test.want)
		}
	}
	if got := composedMap(map[string]string{decomposed: "1", composed: "2", "a": decomposed}); !maps.Equal(got, map[string]string{composed: "2", "a": composed}) {
		t.Errorf("the composed map is %+q", got)
	}
	if composedMap(nil) != nil {
		t.Error("no map became one")
	}
}

// Names are compared in composed Unicode also where they are looked up in the list that
// is cached, and where this process created them.
func TestPrepareCreate_composedInTheList(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, decomposed))
	c := p.client(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		if _, err := prepare(t.Context(), c, WorkspaceCreate{Name: name}, false); err != nil {
			t.Fatal(err)
		}
	}
	names := p.asked("GET /admin/workspaces?current_page=0&exact_name")
	if NewWorkspaces(c).isFree(t.Context(), identity{name: composed}) || !NewWorkspaces(c).isFree(t.Context(), identity{name: "e"}) {
		t.Error("a name that the list has decomposed is free")
	}
	if again := p.asked("GET /admin/workspaces?current_page=0&exact_name"); again != names {
		t.Errorf("%d names were looked up by requests of their own", again-names)
	}
}

// The API may compare bytes, so what it filters by is read from the whole list, which
// is cached.
func TestFilterWorkspaces_composed(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, decomposed), workspace(2, composed), workspace(3, "Gr\u00f6\u00dfer"), workspace(4, "other"))
	c := p.client(t)
	for _, test := range []struct {
		filter WorkspaceFilter
		want   int
	}{
		{WorkspaceFilter{ExactName: composed}, 2},
		{WorkspaceFilter{ExactName: decomposed}, 2},
		{WorkspaceFilter{Name: composed}, 3},
		{WorkspaceFilter{Name: "Gro"}, 0},
	} {
		got, err := c.FilterWorkspaces(t.Context(), test.filter)
		if err != nil || len(got) != test.want {
			t.Errorf("%+v: %d workspaces, %v; want %d", test.filter, len(got), err, test.want)
		}
	}
	if n := len(p.requests); n != 2 {
		t.Errorf("%d requests, want the whole list once and one for ASCII: %v", n, p.requests)
	}
}

// What lacks names is not filtered by names: every workspace would be left out.
func TestFilterWorkspaces_withoutNames(t *testing.T) {
	t.Parallel()
	nameless := workspace(1, "")
	delete(nameless, "name")
	for _, filter := range []WorkspaceFilter{{Name: "a"}, {ExactName: "a"}, {Name: composed}, {ExactName: composed}} {
		p := newPlane()
		p.on = answering("GET", "/admin/workspaces", 200, mustJSON(object{"total": 1, "data": []object{nameless}}))
		if got, err := p.client(t).FilterWorkspaces(t.Context(), filter); err == nil {
			t.Errorf("%+v: got %v without an error", filter, got)
		}
	}
}
