package tfkit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// said is a list of diagnostics as text, each with the path of its attribute.
func said(diags diag.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		line := d.Summary() + ": " + d.Detail()
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			line = at.Path().String() + ": " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

var act = Act{Verb: "update", Noun: "workspace", Right: "scope workspaces.update", Attributes: []string{"name", "usage_limits"}, writes: true}

func answered(status int) *portkey.Error {
	return &portkey.Error{Method: "PUT", Path: "/admin/workspaces/1", Status: status, Message: "no"}
}

// Every status has its advice and its section, whatever wraps the error, and the
// scope is named where the answer may mean that it lacks.
func TestAct_Failed(t *testing.T) {
	t.Parallel()
	page, unknown := answered(502), answered(404)
	page.HTML, unknown.Code = true, "AB08"
	for name, test := range map[string]struct {
		err     error
		says    string
		section string
		scope   bool
	}{
		"unreachable":    {answered(0), "could not be reached", SectionUnreachable, false},
		"unknown key":    {answered(401), "Portkey rejected the API key (401). Nothing was changed. Check api_key", SectionKey, false},
		"not covered":    {answered(402), "subscription", SectionScope, false},
		"refused":        {answered(403), "returns 403 for all three", SectionScope, true},
		"nothing there":  {answered(404), "Nothing is at this address", SectionNotPortkey, true},
		"no such object": {unknown, "Portkey does not have the object", SectionNotFound, true},
		"timed out":      {answered(408), "Apply again later", SectionServer, false},
		"conflict":       {answered(409), "Portkey refused the request. Nothing was changed. Correct the value", SectionValue, false},
		"too many":       {answered(429), "max_requests_per_second", SectionRate, false},
		"bad request":    {answered(400), "Portkey refused the request. Nothing was changed. Correct the value", SectionValue, false},
		"broken":         {answered(500), "Apply again later", SectionServer, false},
		"gateway":        {answered(503), "Apply again later", SectionServer, false},
		"redirect":       {answered(302), "so that the API key goes to no other host", SectionNotPortkey, false},
		"no answer":      {answered(200), "was not understood", SectionNotPortkey, false},
		"a page":         {page, "HTML page", SectionNotPortkey, false},
		"not an answer":  {errors.New("no"), "Nothing was sent, or the response was not understood", SectionNotPortkey, false},
		"in other words": {fmt.Errorf("a part was written: %w", answered(403)), "returns 403 for all three", SectionScope, true},
	} {
		d := act.Failed(test.err, "One more line.")
		lines := strings.Split(d.Detail(), "\n")
		if d.Summary() != "Cannot update workspace" || d.Severity() != diag.SeverityError || !strings.Contains(lines[0], test.says) {
			t.Errorf("%s: %s: %s", name, d.Summary(), d.Detail())
		}
		want := []string{lines[0], "One more line.", "Portkey: " + sentence(test.err)}
		if test.scope {
			want = append(want, "The call needs the scope workspaces.update.")
		}
		if diff := cmp.Diff(append(want, More(test.section)), lines); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
		if _, blamed := d.(diag.DiagnosticWithPath); blamed {
			t.Errorf("%s: no field is at fault: %s", name, said(diag.Diagnostics{d}))
		}
	}
}

// A caller who knows the way out gives the advice and the section.
func TestAct_FailedIn(t *testing.T) {
	t.Parallel()
	want := "First.\nSecond.\nPortkey: PUT /admin/workspaces/1: 403: no.\nThe call needs the scope workspaces.update.\n" + More(SectionGone)
	if got := act.FailedIn(SectionGone, answered(403), "First.", "Second.").Detail(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	scopeless := act
	scopeless.Right = ""
	if got := scopeless.FailedIn(SectionGone, answered(403), "First.").Detail(); strings.Contains(got, "scope") {
		t.Errorf("a scope is named that there is none of:\n%s", got)
	}
}

// Errors link to the guide of the version that runs, or to the repository where the
// registry has none of it.
func TestGuide(t *testing.T) {
	t.Parallel()
	const registry, repository = "https://registry.terraform.io/providers/portkey-community/portkey/", "https://github.com/portkey-community/terraform-provider-portkey/blob/main/docs/guides/"
	for version, want := range map[string]string{
		"1.2.3":          registry + "1.2.3/docs/guides/troubleshooting",
		"0.10.0-beta.1":  registry + "0.10.0-beta.1/docs/guides/troubleshooting",
		"dev":            repository + "troubleshooting.md",
		"test":           repository + "troubleshooting.md",
		"1.2.4-snapshot": repository + "troubleshooting.md",
		"":               repository + "troubleshooting.md",
	} {
		if got := guide("troubleshooting", version); got != want {
			t.Errorf("the guide of %q is %s, want %s", version, got, want)
		}
	}
	if got := More(SectionKey); got != "  See "+repository+"troubleshooting.md#the-key-is-not-accepted" {
		t.Errorf("without a version: %s", got)
	}
}

// The attribute that the API names is blamed, and nothing that is no attribute.
func TestAct_blames(t *testing.T) {
	t.Parallel()
	for param, want := range map[string]string{
		"name": "name", "usage_limits": "usage_limits", "usage_limits[0].credit_limit": "usage_limits", "usage_limits.0.type": "usage_limits",
		"": "", "id": "", "names": "", "body.name": "",
	} {
		err := answered(400)
		err.Param = param
		got := ""
		if at, ok := act.Failed(fmt.Errorf("refused: %w", err)).(diag.DiagnosticWithPath); ok {
			got = at.Path().String()
		}
		if got != want {
			t.Errorf("%q is blamed on %q, want %q", param, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "no": "no.", "No.": "No.", " no \n": "no.", "why?": "why?."} {
		if got := sentence(errors.New(text)); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
