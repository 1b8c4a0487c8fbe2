package provider_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

var update = flag.Bool("update", false, "update the golden schema")

const golden = "testdata/schema.golden"

// A change of schema is a change for every user: it shows in review as a change
// of the golden file, one line for each attribute. Descriptions are not in it,
// since docs/ shows those.
func TestProvider_goldenSchema(t *testing.T) {
	t.Parallel()
	got := renderSchemas(t)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the schema is another one; if that is meant, run go test ./internal/provider -update\n%s", diff)
	}
}

func renderSchemas(t *testing.T) string {
	t.Helper()
	server := harness.Start(t).Server()
	got, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range got.Diagnostics {
		t.Errorf("%s: %s", one.Summary, one.Detail)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	renderSchema(&b, "provider", got.Provider)
	for _, kind := range []struct {
		name    string
		schemas map[string]*tfprotov6.Schema
	}{
		{"resource", got.ResourceSchemas}, {"data", got.DataSourceSchemas}, {"ephemeral", got.EphemeralResourceSchemas}, {"list", got.ListResourceSchemas},
	} {
		for _, name := range slices.Sorted(maps.Keys(kind.schemas)) {
			renderSchema(&b, kind.name+" "+name, kind.schemas[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got.Functions)) {
		renderFunction(&b, name, got.Functions[name])
	}
	for _, name := range slices.Sorted(maps.Keys(got.ActionSchemas)) {
		renderSchema(&b, "action "+name, got.ActionSchemas[name].Schema)
	}
	for _, name := range slices.Sorted(maps.Keys(identities.IdentitySchemas)) {
		identity := identities.IdentitySchemas[name]
		fmt.Fprintf(&b, "identity %s, version %d\n", name, identity.Version)
		for _, a := range identity.IdentityAttributes {
			fmt.Fprintf(&b, "  %s: %s%s\n", a.Name, typeName(a.Type), marks(map[string]bool{"required": a.RequiredForImport, "optional": a.OptionalForImport}))
		}
	}
	return b.String()
}

func renderSchema(b *strings.Builder, title string, schema *tfprotov6.Schema) {
	fmt.Fprintf(b, "%s, version %d\n", title, schema.Version)
	renderAttributes(b, "  ", schema.Block.Attributes)
	for _, block := range schema.Block.BlockTypes {
		fmt.Fprintf(b, "  block %s: %s\n", block.TypeName, block.Nesting)
		renderAttributes(b, "    ", block.Block.Attributes)
	}
	b.WriteString("\n")
}

func renderFunction(b *strings.Builder, name string, function *tfprotov6.Function) {
	fmt.Fprintf(b, "function %s: %s\n", name, typeName(function.Return.Type))
	parameters := function.Parameters
	if function.VariadicParameter != nil {
		parameters = append(slices.Clone(parameters), function.VariadicParameter)
	}
	for _, p := range parameters {
		fmt.Fprintf(b, "  %s: %s%s\n", p.Name, typeName(p.Type), marks(map[string]bool{
			"null allowed": p.AllowNullValue, "unknown allowed": p.AllowUnknownValues, "variadic": p == function.VariadicParameter,
		}))
	}
	b.WriteString("\n")
}

func renderAttributes(b *strings.Builder, indent string, attributes []*tfprotov6.SchemaAttribute) {
	byName := map[string]*tfprotov6.SchemaAttribute{}
	for _, a := range attributes {
		byName[a.Name] = a
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		a := byName[name]
		kind := typeName(a.Type)
		if a.NestedType != nil {
			kind = "nested " + strings.ToLower(a.NestedType.Nesting.String())
		}
		fmt.Fprintf(b, "%s%s: %s%s\n", indent, name, kind, marks(map[string]bool{
			"required": a.Required, "optional": a.Optional, "computed": a.Computed,
			"sensitive": a.Sensitive, "write-only": a.WriteOnly, "deprecated": a.Deprecated,
		}))
		if a.NestedType != nil {
			renderAttributes(b, indent+"  ", a.NestedType.Attributes)
		}
	}
}

// typeName is a type as it is written in HCL, or nearly so.
func typeName(t tftypes.Type) string {
	return strings.ToLower(strings.NewReplacer("tftypes.", "", "PseudoType", "").Replace(fmt.Sprint(t)))
}

// marks are those that are set, in alphabetical order.
func marks(set map[string]bool) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if set[name] {
			b.WriteString(", " + name)
		}
	}
	return b.String()
}
