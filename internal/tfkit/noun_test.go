package tfkit

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

var things = Noun{Words: portkey.ConfigWords, Type: "portkey_config", References: "ID, slug, or exact name", Name: "name"}

func requested(method string, status int) *portkey.Error {
	return &portkey.Error{Method: method, Path: "/configs/1", Status: status, Message: "no"}
}

// A refusal says first what is wrong, then whether anything was changed, then what to do.
func TestNoun_Refused(t *testing.T) {
	t.Parallel()
	page := requested(http.MethodPut, http.StatusForbidden)
	page.HTML = true
	for name, test := range map[string]struct {
		act     Act
		err     error
		gone    portkey.Gone
		starts  string
		section string
	}{
		"no scope to update": {
			things.Update(), requested(http.MethodPut, 403), portkey.Gone{Readable: true},
			"The API key may not update this config: it lacks the scope configs.update. Nothing was changed.\nGive the API key that scope, or ", SectionScope,
		},
		"no scope to delete": {
			things.Destroy(), requested(http.MethodDelete, 403), portkey.Gone{Readable: true},
			"The API key may not delete this config: it lacks the scope configs.delete. Nothing was changed.\n", SectionScope,
		},
		"a part was written": {
			things.Update(), &portkey.PartialError{Done: "a part of the change was written (1 of 2 requests)", Err: requested(http.MethodPut, 403)}, portkey.Gone{Readable: true},
			"Portkey refused to update this config: a part of the change was written (1 of 2 requests), and the rest was rejected.\nPlan again ", SectionScope,
		},
		"a page of a proxy": {things.Update(), page, portkey.Gone{Readable: true}, "Something between here and Portkey ", SectionNotPortkey},
		"no such address":   {things.Update(), requested(http.MethodPut, 404), portkey.Gone{Readable: true}, "Nothing is at this address", SectionNotPortkey},
		"a read":            {things.Read(), requested(http.MethodGet, 403), portkey.Gone{Seen: "S."}, "Portkey refused to return this config. S. The state was left unchanged.\n", SectionGone},
		"the read of an update": {
			things.Update(), requested(http.MethodGet, 403), portkey.Gone{Seen: "S."},
			"Portkey refused to return this config. S. Nothing was changed.\n", SectionGone,
		},
		"missing from a list that lags": {
			things.Destroy(), requested(http.MethodDelete, 403), portkey.Gone{Seen: "S.", Lagging: true},
			"Portkey refused to delete this config. S. Nothing was changed.\nPlan again later, or, if you know that it is deleted: terraform state rm '<its address>'.\n", SectionGone,
		},
		"a key of another organisation": {
			things.Read(), requested(http.MethodGet, 403), portkey.Gone{Seen: "S.", Elsewhere: true},
			"Portkey refused to return this config. S. The state was left unchanged.\nCheck api_key, and which provider configuration (alias) the resource uses, or ", SectionGone,
		},
	} {
		said := things.Refused(test.act, test.err, test.gone).Detail()
		if !strings.HasPrefix(said, test.starts) || !strings.HasSuffix(said, More(test.section)) {
			t.Errorf("%s:\n%s", name, said)
		}
		if strings.Count(said, test.act.Scope) > 1 {
			t.Errorf("%s: names the scope twice:\n%s", name, said)
		}
	}
}

// What is proven to be deleted can't be updated, and is created by the next plan.
func TestNoun_RefusedUpdate(t *testing.T) {
	t.Parallel()
	d := diag.Diagnostics{things.RefusedUpdate(requested(http.MethodPut, 403), portkey.Gone{Proven: true, Seen: "S."})}
	if !strings.Contains(said(d), "The config was deleted outside Terraform. S. Nothing was changed.\nPlan again to create it.") {
		t.Error(said(d))
	}
}

// What is not found is a question of scopes only where Portkey says 403 to a key that has
// read nothing so far.
func TestNoun_FindFailed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		missing portkey.NotFoundError
		scope   bool
	}{
		"refused":                       {portkey.NotFoundError{Ref: "x", Refusal: requested(http.MethodGet, 403)}, true},
		"refused, although it may read": {portkey.NotFoundError{Ref: "x", Refusal: requested(http.MethodGet, 403), MayRead: true}, false},
		"not found":                     {portkey.NotFoundError{Ref: "x", Refusal: requested(http.MethodGet, 404)}, false},
		"not in the list":               {portkey.NotFoundError{Ref: "x"}, false},
	} {
		d := things.FindFailed(things.Find(), fmt.Errorf("find: %w", &test.missing))
		if !strings.HasPrefix(d.Detail(), `No active config visible to this API key has the ID, slug, or exact name "x".`) || !strings.HasSuffix(d.Detail(), More(SectionNotFound)) {
			t.Errorf("%s: %s", name, d.Detail())
		}
		if asks := strings.Contains(d.Detail(), "scope configs.read"); asks != test.scope || asks != strings.Contains(d.Detail(), "refuses an unknown ID") {
			t.Errorf("%s: %s", name, d.Detail())
		}
	}
}

// What is looked for, and by what, is in the noun's own words.
func TestNoun_references(t *testing.T) {
	t.Parallel()
	users := Noun{Words: portkey.UserWords, Type: "portkey_user", References: "ID or e-mail address", Name: "email", AnyCase: true}
	for got, want := range map[string]string{
		things.NothingToImport().Detail(): "Specify the ID, slug, or exact name of the config.",
		users.NothingToImport().Detail():  "Specify the ID or e-mail address of the user.",
		users.FindFailed(users.Find(), &portkey.NotFoundError{ListRefused: true, Refusal: &portkey.Error{Status: 403}}).Detail(): "can be found by its e-mail address",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	missing := &portkey.NotFoundError{Ref: "nobody"}
	if got := users.FindFailed(users.Find(), missing).Detail(); strings.Contains(got, "Upper and lower case") {
		t.Errorf("an address has no case:\n%s", got)
	}
	if got := things.FindFailed(things.Find(), missing).Detail(); !strings.Contains(got, "Upper and lower case") {
		t.Errorf("a name has:\n%s", got)
	}
}
