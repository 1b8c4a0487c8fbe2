package repo

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What a description says of an attribute that may be left out.
var saysWithout = regexp.MustCompile(`(?i)without it|defaults to|conflicts with|excludes|exactly one of|omitted|^required\. `)

// A name that looks as if its value were a secret.
var looksSecret = regexp.MustCompile(`(^|_)(key|secret|token|password|credentials?|headers)(_pem)?(_wo)?$`)

// isHarmless is what shows no secret: what is masked, can't be read without a private
// key, or names one value of a secret, or what a policy compares or counts for.
var isHarmless = regexp.MustCompile(`(^|\.)(masked|encrypted)_[^.]*$|(^|\.)(secret_key|value_key|conditions\.key)$`)

// TestSchema_descriptions holds that every attribute says what it is, in
// sentences, and each that may be left out says what that means.
func TestSchema_descriptions(t *testing.T) {
	t.Parallel()
	eachSchema(t, func(name string, schema *tfprotov6.Schema) {
		if text := schema.Block.Description; !isSentence(text) {
			t.Errorf("%s: the description is not a sentence: %q", name, text)
		}
		harness.EachAttribute(name, schema.Block.Attributes, func(path string, attr *tfprotov6.SchemaAttribute) {
			if !isSentence(attr.Description) {
				t.Errorf("%s: the description is not a sentence: %q", path, attr.Description)
			}
			if attr.Optional && !saysWithout.MatchString(attr.Description) {
				t.Errorf("%s: what leaving it out means is not said: %q", path, attr.Description)
			}
			if attr.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: the description is not Markdown", path)
			}
		})
	})
}

// isSentence takes an example after the last sentence for a part of it.
func isSentence(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && strings.HasSuffix(text, ".") && strings.ToUpper(text[:1]) == text[:1]
}

// TestSchema_secrets holds that whatever looks like a secret is shown nowhere, and that
// each write-only argument x_wo has a version whose change sends it, which it names, and
// a twin x for a CLI without write-only arguments.
func TestSchema_secrets(t *testing.T) {
	t.Parallel()
	found := 0
	eachSchema(t, func(name string, schema *tfprotov6.Schema) {
		top := schema.Block.Attributes
		all := map[string]*tfprotov6.SchemaAttribute{}
		harness.EachAttribute(name, top, func(path string, attr *tfprotov6.SchemaAttribute) { all[path] = attr })
		for path, attr := range all {
			if attr.NestedType == nil && !attr.Type.Is(tftypes.Number) && looksSecret.MatchString(attr.Name) && !isHarmless.MatchString(path) {
				found++
				if !attr.Sensitive {
					t.Errorf("%s is not sensitive", path)
				}
			}
			if !attr.WriteOnly {
				continue
			}
			if !slices.ContainsFunc(top, func(other *tfprotov6.SchemaAttribute) bool {
				return strings.HasSuffix(other.Name, "_wo_version") && strings.Contains(attr.Description, "`"+other.Name+"`")
			}) {
				t.Errorf("%s is write-only, and nothing tells when it changes", path)
			}
			plain, isTwin := strings.CutSuffix(path, "_wo")
			if twin := all[plain]; !isTwin || twin == nil || !twin.Sensitive || twin.WriteOnly || !twin.Type.Equal(attr.Type) {
				t.Errorf("%s is write-only, and has no sensitive twin for a CLI without write-only arguments", path)
			}
		}
	})
	if found == 0 {
		t.Error("nothing looks like a secret, not even the provider's key")
	}
}

// TestSchema_resources holds what every resource has: an id that only the server
// gives, an identity to import by, a version above the vendor's, and its page.
func TestSchema_resources(t *testing.T) {
	t.Parallel()
	server, schemas := harness.Schemas(t)
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range schemas.ResourceSchemas {
		if schema.Version < 1 {
			t.Errorf("%s has schema version %d: 0 is the vendor's", name, schema.Version)
		}
		attr := harness.Attribute(schema.Block.Attributes, "id")
		if attr == nil || !attr.Computed || attr.Optional || !attr.Type.Is(tftypes.String) {
			t.Errorf("%s has no id that is a computed string: %v", name, attr)
		}
		identity := identities.IdentitySchemas[name]
		if identity == nil || !slices.ContainsFunc(identity.IdentityAttributes, func(attr *tfprotov6.ResourceIdentitySchemaAttribute) bool {
			return attr.Name == "id" && attr.RequiredForImport && attr.Type.Is(tftypes.String)
		}) {
			t.Errorf("%s has no identity with an id", name)
		}
		imported, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: "x"})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range imported.Diagnostics {
			if strings.Contains(d.Summary, "Resource Import Not Implemented") {
				t.Errorf("%s can't be imported", name)
			}
		}
		wantPage(t, "resources", name)
	}
	for name := range schemas.DataSourceSchemas {
		wantPage(t, "data-sources", name)
	}
	for name := range schemas.ListResourceSchemas {
		wantPage(t, "list-resources", name)
	}
	for name := range schemas.EphemeralResourceSchemas {
		wantPage(t, "ephemeral-resources", name)
	}
	for name := range schemas.ActionSchemas {
		wantPage(t, "actions", name)
	}
}

// TestSchema_functions holds that every function says what it and each of its
// parameters is, and has its page. A summary is one line of a list: no sentence.
func TestSchema_functions(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	if len(schemas.Functions) == 0 {
		t.Error("there are no functions")
	}
	for name, function := range schemas.Functions {
		if text := function.Summary; text == "" || strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
			t.Errorf("%s: the summary is not one line without a period: %q", name, text)
		}
		if text := function.Description; !isSentence(text) || function.DescriptionKind != tfprotov6.StringKindMarkdown {
			t.Errorf("%s: the description is not a sentence in Markdown: %q", name, text)
		}
		parameters := slices.Clone(function.Parameters)
		if function.VariadicParameter != nil {
			parameters = append(parameters, function.VariadicParameter)
		}
		for _, one := range parameters {
			if !isSentence(one.Description) || one.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: the description of %s is not a sentence in Markdown: %q", name, one.Name, one.Description)
			}
		}
		wantPage(t, "functions", name)
	}
}

// wantPage wants a page for a type: tfplugindocs makes it of the schema.
func wantPage(t *testing.T, kind, name string) {
	t.Helper()
	page := filepath.Join(root, "docs", kind, strings.TrimPrefix(name, "portkey_")+".md")
	if _, err := os.Stat(page); err != nil {
		t.Error(err)
	}
}

// eachSchema visits the schemas of the provider, its resources and data sources.
func eachSchema(t *testing.T, visit func(name string, schema *tfprotov6.Schema)) {
	t.Helper()
	_, schemas := harness.Schemas(t)
	visit("provider", schemas.Provider)
	for name, schema := range maps.All(schemas.ResourceSchemas) {
		visit(name, schema)
	}
	for name, schema := range maps.All(schemas.DataSourceSchemas) {
		visit("data "+name, schema)
	}
	for name, schema := range maps.All(schemas.ListResourceSchemas) {
		visit("list "+name, schema)
	}
	for name, schema := range maps.All(schemas.EphemeralResourceSchemas) {
		visit("ephemeral "+name, schema)
	}
	for name, action := range maps.All(schemas.ActionSchemas) {
		visit("action "+name, action.Schema)
	}
}
