package tfkit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Before the provider is configured there is no session, and no error; what is no
// session is a bug, and says so.
func TestSessionFrom(t *testing.T) {
	t.Parallel()
	session := &Session{}
	for name, test := range map[string]struct {
		given any
		want  *Session
		fails bool
	}{
		"nothing":        {nil, nil, false},
		"a session":      {session, session, false},
		"something else": {"a session", nil, true},
	} {
		var diags diag.Diagnostics
		if got := SessionFrom(test.given, &diags); got != test.want || diags.HasError() != test.fails {
			t.Errorf("%s: %v, %s", name, got, said(diags))
		}
		if test.fails && !strings.Contains(said(diags), "a string instead of its session") {
			t.Errorf("%s: %s", name, said(diags))
		}
	}
}

// What goes on after a response with a secret goes on with the masks of the client's log.
func TestSession_WithMasks(t *testing.T) {
	t.Parallel()
	type masked struct{}
	session := &Session{API: client(t, portkey.Options{WithMasks: func(ctx context.Context) context.Context {
		return context.WithValue(ctx, masked{}, true)
	}})}
	if session.WithMasks(t.Context()).Value(masked{}) == nil {
		t.Error("the context has no masks")
	}
	plain := &Session{API: client(t, portkey.Options{})}
	if plain.WithMasks(t.Context()) != t.Context() {
		t.Error("where there is no log, the context is another")
	}
}

// Without a client the argument that is missing is named, at its path.
func TestSession_Ready(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		session *Session
		missing string
	}{
		"a client":              {&Session{API: client(t, portkey.Options{})}, ""},
		"an unknown argument":   {&Session{Unknown: "base_url"}, "base_url"},
		"nothing is known":      {&Session{}, "api_key"},
		"nothing is configured": {nil, "api_key"},
	} {
		var diags diag.Diagnostics
		if ready := test.session.Ready(&diags); ready != (test.missing == "") || diags.HasError() == ready {
			t.Errorf("%s: %t, %s", name, ready, said(diags))
		}
		if !strings.HasPrefix(said(diags), test.missing) || test.missing != "" && !strings.Contains(said(diags), "The provider argument "+test.missing+" ") {
			t.Errorf("%s: %s", name, said(diags))
		}
	}
}

// A warning comes once for each summary, however many ask for it at once.
func TestSession_WarnOnce(t *testing.T) {
	t.Parallel()
	var session Session
	all := make([]diag.Diagnostics, 20)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			session.WarnOnce(&all[i], "One", "the first")
			session.WarnOnce(&all[i], "Two", "the second")
		})
	}
	wait.Wait()
	count := map[string]int{}
	for _, diags := range all {
		for _, d := range diags.Warnings() {
			count[d.Summary()+": "+d.Detail()]++
		}
		if diags.HasError() {
			t.Errorf("an error: %s", said(diags))
		}
	}
	if len(count) != 2 || count["One: the first"] != 1 || count["Two: the second"] != 1 {
		t.Errorf("the warnings are %v", count)
	}
}

// A long wait is reported by the first verb that ends after it, once in the life of a
// process; a short one, and none, are not.
func TestSession_WarnOfWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, test := range map[string]struct {
			perSecond float64
			warns     bool
		}{"no wait": {0, false}, "a short wait": {0.1, false}, "a long wait": {0.01, true}} {
			session := &Session{API: client(t, portkey.Options{MaxRequestsPerSecond: test.perSecond})}
			var reported diag.Diagnostics
			for range 4 {
				if _, err := portkey.NewWorkspaces(session.API).GetUncached(t.Context(), "id"); err == nil {
					t.Fatal("there is no such workspace")
				}
				session.WarnOfWaits(&reported)
			}
			warned := reported.WarningsCount() == 1 && strings.Contains(said(reported), "Nothing went wrong") && strings.HasSuffix(said(reported), More(SectionRate))
			if warned != test.warns || !test.warns && len(reported) > 0 {
				t.Errorf("%s: %s", name, said(reported))
			}
		}
	})
	var reported diag.Diagnostics
	(*Session)(nil).WarnOfWaits(&reported)
	(&Session{Unknown: "api_key"}).WarnOfWaits(&reported)
	if len(reported) > 0 {
		t.Errorf("without a client: %s", said(reported))
	}
}

// client is one that reaches nobody.
func client(t *testing.T, config portkey.Options) *portkey.Client {
	t.Helper()
	config.APIKey, config.Transport = "key", nobody{}
	c, err := portkey.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type nobody struct{}

func (nobody) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nobody there")
}
