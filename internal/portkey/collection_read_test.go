package portkey

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A list by name whose items lack names is no answer, while any other list is one.
func TestList_withoutNames(t *testing.T) {
	t.Parallel()
	for filter, fails := range map[string]bool{"exact_name": true, "name": false} {
		p := newPlane()
		p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusOK, `{"data":[{"id":"a"}],"total":1}`)
		all, err := NewWorkspaces(p.client(t)).List(t.Context(), url.Values{filter: {"production"}})
		if (err != nil) != fails || !fails && len(all) != 1 {
			t.Errorf("%s: got %v, %v", filter, all, err)
		}
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		status int
		body   string
		error  string
	}{
		{name: "without an id", status: 200, body: `{"name":"x"}`, error: "it has no id"},
		{name: "an empty object", status: 200, body: `{}`, error: "it has no id"},
		{name: "an empty answer", status: 200, body: ``, error: "the answer is empty"},
		{name: "no JSON", status: 200, body: `ok`, error: "cannot read the answer"},
		{name: "refused", status: 403, body: refused, error: "AB03"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane()
			p.on = answering(http.MethodGet, "/admin/workspaces/x", test.status, test.body)
			got, err := NewWorkspaces(p.client(t)).Get(t.Context(), "x", "")
			if err == nil || !strings.Contains(err.Error(), test.error) || got.ID != "" {
				t.Errorf("got %+v, %v; want an error with %q", got, err, test.error)
			}
			if !errors.As(err, new(*Error)) {
				t.Errorf("%T is no *Error", err)
			}
		})
	}
	p := newPlane()
	got, err := NewWorkspaces(p.client(t)).Get(t.Context(), defaultID, "")
	if err != nil || got.ID != defaultID {
		t.Errorf("got %+v, %v", got, err)
	}
}
