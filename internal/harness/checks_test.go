package harness

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

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

func TestCheckApplied(t *testing.T) {
	t.Parallel()

	element := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}
	attrs := attributes{
		{Name: "name", Type: tftypes.String},
		{Name: "key", Type: tftypes.String, Sensitive: true},
		{Name: "list", Type: tftypes.List{ElementType: element}},
		{Name: "map", Type: tftypes.Map{ElementType: tftypes.String}},
		{Name: "set", Type: tftypes.Set{ElementType: tftypes.String}},
	}
	type m = map[string]any
	for name, test := range map[string]struct {
		planned, actual m
		want            string // where the problem is; empty for none
	}{
		"as planned":             {m{"name": "a"}, m{"name": "a"}, ""},
		"unknown is anything":    {m{"name": Unknown, "list": Unknown}, m{"name": "a", "list": []m{{}}}, ""},
		"unknown inside":         {m{"list": []m{{"name": Unknown}}}, m{"list": []m{{"name": "a"}}}, ""},
		"unknown is null":        {m{"map": Unknown}, m{}, ""},
		"another value":          {m{"name": "a"}, m{"name": "b"}, "name"},
		"another value inside":   {m{"list": []m{{"name": "a"}}}, m{"list": []m{{"name": "b"}}}, "list[0].name"},
		"null":                   {m{"name": "a"}, m{}, "name"},
		"no longer null":         {m{}, m{"name": "a"}, "name"},
		"empty for null":         {m{}, m{"list": []m{}}, "list"},
		"null for empty":         {m{"map": m{}}, m{}, "map"},
		"unknown after all":      {m{"name": "a"}, m{"name": Unknown}, "name"},
		"an element more":        {m{"list": []m{}}, m{"list": []m{{}}}, "list"},
		"a key more":             {m{"map": m{}}, m{"map": m{"a": "b"}}, "map"},
		"a key less":             {m{"map": m{"a": "b"}}, m{"map": m{}}, "map"},
		"a set in another order": {m{"set": []string{"a", "b"}}, m{"set": []string{"b", "a"}}, ""},
		"a set that fell short":  {m{"set": []any{"a", Unknown}}, m{"set": []string{"a"}}, ""},
		"a set of others":        {m{"set": []string{"a"}}, m{"set": []string{"b"}}, "set"},
		"a secret":               {m{"key": "s3cret"}, m{"key": "0ther"}, "key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typ := objectType(attrs)
			ps := checkApplied(attrs, value(t, typ, test.planned), value(t, typ, test.actual))
			got := ""
			for _, p := range ps {
				got = pathString(p.path)
			}
			if got != test.want {
				t.Errorf("got %v, want one at %q", ps, test.want)
			}
			if test.want == "key" && ps[0].text != "inconsistent values for sensitive attribute" {
				t.Errorf("the message tells a secret: %s", ps[0].text)
			}
		})
	}
}

func TestCheckApplied_existence(t *testing.T) {
	t.Parallel()

	attrs := attributes{{Name: "name", Type: tftypes.String}}
	typ := objectType(attrs)
	present, absent := value(t, typ, map[string]any{}), tftypes.NewValue(typ, nil)
	if ps := checkApplied(attrs, present, absent); len(ps) != 1 {
		t.Errorf("vanished: %v", ps)
	}
	if ps := checkApplied(attrs, absent, present); len(ps) != 1 {
		t.Errorf("appeared: %v", ps)
	}
	if ps := checkApplied(attrs, absent, absent); len(ps) != 0 {
		t.Errorf("absent: %v", ps)
	}
}

func TestCheckWriteOnly(t *testing.T) {
	t.Parallel()

	secret := attributes{{Name: "key_wo", Type: tftypes.String, Optional: true, WriteOnly: true}}
	attrs := append(attributes{{
		Name: "keys", Optional: true,
		NestedType: &tfprotov6.SchemaObject{Nesting: tfprotov6.SchemaObjectNestingModeMap, Attributes: secret},
	}}, secret...)
	returned := value(t, objectType(attrs), map[string]any{
		"key_wo": "s3cret",
		"keys":   map[string]any{"a": map[string]any{"key_wo": "s3cret"}, "b": map[string]any{}},
	})
	var ps problems
	checkWriteOnly(attrs, returned, tftypes.NewAttributePath(), &ps)
	var got []string
	for _, p := range ps {
		got = append(got, pathString(p.path))
	}
	if diff := cmp.Diff([]string{`keys["a"].key_wo`, "key_wo"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChangedAt(t *testing.T) {
	t.Parallel()

	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"list": tftypes.List{ElementType: tftypes.String}}}
	of := func(list ...string) tftypes.Value { return value(t, typ, map[string]any{"list": list}) }
	first := tftypes.NewAttributePath().WithAttributeName("list").WithElementKeyInt(0)
	for name, test := range map[string]struct {
		prior, planned tftypes.Value
		want           bool
	}{
		"same":           {of("a"), of("a", "b"), false},
		"different":      {of("a"), of("b"), true},
		"only before":    {of("a"), of(), true},
		"only after":     {of(), of("a"), true},
		"not there":      {of(), of(), false},
		"not known":      {of("a"), value(t, typ, map[string]any{"list": []any{Unknown}}), true},
		"whole is other": {of("a"), value(t, typ, map[string]any{}), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := changedAt(first, test.prior, test.planned); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
