package harness

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

func value(t *testing.T, typ tftypes.Type, v map[string]any) tftypes.Value {
	t.Helper()
	out, err := fromGo(typ, v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
