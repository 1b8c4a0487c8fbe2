package acctest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What the toy of the other tests has no attribute for: nested attributes that
// are optional and computed, and computed ones inside sets.
func TestProposedNew(t *testing.T) {
	t.Parallel()

	inner := attributes{
		{Name: "name", Type: tftypes.String, Optional: true},
		{Name: "token", Type: tftypes.String, Computed: true},
	}
	nested := func(mode tfprotov6.SchemaObjectNestingMode) *tfprotov6.SchemaObject {
		return &tfprotov6.SchemaObject{Nesting: mode, Attributes: inner}
	}
	attrs := attributes{
		{Name: "one", Optional: true, Computed: true, NestedType: nested(tfprotov6.SchemaObjectNestingModeSingle)},
		{Name: "set", Optional: true, NestedType: nested(tfprotov6.SchemaObjectNestingModeSet)},
	}
	type m = map[string]any
	for name, test := range map[string]struct{ prior, config, want m }{
		"no prior": {
			config: m{"one": m{"name": "a"}},
			want:   m{"one": m{"name": "a", "token": nil}, "set": nil},
		},
		"the server's own stays where nothing is configured": {
			prior:  m{"one": m{"name": nil, "token": "t"}},
			config: m{},
			want:   m{"one": m{"name": nil, "token": "t"}, "set": nil},
		},
		"what was configured goes with the configuration": {
			prior:  m{"one": m{"name": "a", "token": "t"}},
			config: m{},
			want:   m{"one": nil, "set": nil},
		},
		"computed values stay inside": {
			prior:  m{"one": m{"name": "a", "token": "t"}},
			config: m{"one": m{"name": "b"}},
			want:   m{"one": m{"name": "b", "token": "t"}, "set": nil},
		},
		"an element of a set is known by what was configured": {
			prior:  m{"set": []m{{"name": "a", "token": "1"}, {"name": "b", "token": "2"}}},
			config: m{"set": []m{{"name": "b"}, {"name": "c"}}},
			want:   m{"one": nil, "set": []any{m{"name": "b", "token": "2"}, m{"name": "c", "token": nil}}},
		},
		"unknown stays unknown": {
			prior:  m{"one": m{"name": "a", "token": "t"}},
			config: m{"one": Unknown, "set": Unknown},
			want:   m{"one": Unknown, "set": Unknown},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typ := objectType(attrs)
			prior := tftypes.NewValue(typ, nil)
			if test.prior != nil {
				prior = value(t, typ, test.prior)
			}
			got := view(proposedNew(attrs, prior, value(t, typ, test.config)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckPlan(t *testing.T) {
	t.Parallel()

	list := &tfprotov6.SchemaObject{
		Nesting:    tfprotov6.SchemaObjectNestingModeList,
		Attributes: attributes{{Name: "name", Type: tftypes.String, Optional: true}},
	}
	zones := &tfprotov6.SchemaObject{
		Nesting:    tfprotov6.SchemaObjectNestingModeMap,
		Attributes: attributes{{Name: "name", Type: tftypes.String, Optional: true}},
	}
	attrs := attributes{
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "name", Type: tftypes.String, Optional: true},
		{Name: "key", Type: tftypes.String, Optional: true, Sensitive: true},
		{Name: "list", Optional: true, NestedType: list},
		{Name: "zones", Optional: true, NestedType: zones},
	}
	type m = map[string]any
	for name, test := range map[string]struct {
		prior, config, planned m
		want                   string // where the problem is; empty for none
	}{
		"as configured":              {m{}, m{"name": "a"}, m{"name": "a", "id": Unknown}, ""},
		"as it was":                  {m{"name": "A"}, m{"name": "a"}, m{"name": "A"}, ""},
		"neither":                    {m{"name": "A"}, m{"name": "a"}, m{"name": "b"}, "name"},
		"kept although removed":      {m{"name": "A"}, m{}, m{"name": "A"}, "name"},
		"unknown although set":       {m{}, m{"name": "a"}, m{"name": Unknown}, "name"},
		"an element as it was":       {m{"list": []m{{"name": "A"}}}, m{"list": []m{{"name": "a"}}}, m{"list": []m{{"name": "A"}}}, ""},
		"an element like neither":    {m{"list": []m{{"name": "A"}}}, m{"list": []m{{"name": "a"}}}, m{"list": []m{{"name": "b"}}}, "list[0].name"},
		"an element more":            {m{}, m{"list": []m{{}}}, m{"list": []m{{}, {}}}, "list"},
		"null for empty":             {m{}, m{"list": []m{}}, m{}, "list"},
		"empty for null":             {m{"list": []m{}}, m{}, m{"list": []m{}}, "list"},
		"null as it was for empty":   {m{}, m{"list": []m{}}, m{"list": nil}, "list"},
		"a key more":                 {m{}, m{"zones": m{}}, m{"zones": m{"eu": m{}}}, "zones"},
		"a key less":                 {m{}, m{"zones": m{"eu": m{}}}, m{"zones": m{}}, "zones"},
		"the whole unknown":          {m{}, m{"zones": m{}}, m{"zones": Unknown}, "zones"},
		"known before configuration": {m{}, m{"zones": Unknown}, m{"zones": m{}}, "zones"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typ := objectType(attrs)
			ps := checkPlan(attrs, value(t, typ, test.prior), value(t, typ, test.config), value(t, typ, test.planned))
			got := ""
			if len(ps) > 0 {
				got = pathString(ps[0].path)
			}
			if got != test.want || len(ps) > 1 {
				t.Errorf("got %v, want one at %q", ps, test.want)
			}
		})
	}
}

func TestCheckPlan_keepsSecrets(t *testing.T) {
	t.Parallel()

	attrs := attributes{{Name: "key", Type: tftypes.String, Optional: true, Sensitive: true}}
	typ := objectType(attrs)
	ps := checkPlan(attrs, value(t, typ, map[string]any{}), value(t, typ, map[string]any{"key": "s3cret"}), value(t, typ, map[string]any{"key": "0ther"}))
	if diff := cmp.Diff("planned value (sensitive) does not match config value (sensitive) nor prior value (sensitive)", ps[0].text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func value(t *testing.T, typ tftypes.Type, v map[string]any) tftypes.Value {
	t.Helper()
	out, err := fromGo(typ, v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
