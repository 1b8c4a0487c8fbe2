package repo

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_keys parses each piece of the guide, since most have resources of providers
// that no test downloads. It holds what is of this provider to the schema, and that what
// takes a key takes the version of the same key.
func TestGuide_keys(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	var stores []string
	for _, one := range pieces(section(t, "api-keys", "Getting a key to where it is used")) {
		if one.language != "hcl" {
			continue
		}
		file, diags := hclsyntax.ParseConfig([]byte(one.text), "guide.tf", hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("%v\n%s", diags, one.text)
			continue
		}
		for _, block := range file.Body.(*hclsyntax.Body).Blocks {
			for _, reference := range references(block.Body) {
				kinds := schemas.ResourceSchemas
				if reference[0] == "ephemeral" {
					kinds, reference = schemas.EphemeralResourceSchemas, reference[1:]
				}
				if schema, known := kinds[reference[0]]; known && len(reference) > 2 {
					wantAttribute(t, schema, reference[0], reference[2])
				}
			}
			switch {
			case block.Type == "resource" && strings.HasPrefix(block.Labels[0], "portkey_"):
				wantValid(t, schemas.ResourceSchemas[block.Labels[0]], block)
			case block.Type == "ephemeral" && schemas.EphemeralResourceSchemas[block.Labels[0]] != nil:
				wantValid(t, schemas.EphemeralResourceSchemas[block.Labels[0]], block)
			case block.Type == "resource" && takesKey(t, block):
				stores = append(stores, block.Labels[0])
			}
		}
	}
	want := []string{"aws_secretsmanager_secret_version", "google_secret_manager_secret_version", "azurerm_key_vault_secret", "vault_kv_secret_v2", "kubernetes_secret_v1"}
	if !slices.Equal(stores, want) {
		t.Errorf("the guide writes keys to %v, want %v", stores, want)
	}
}

// references are what the expressions in a body read, each by its names.
func references(body *hclsyntax.Body) [][]string {
	var found [][]string
	for _, attribute := range body.Attributes {
		for _, traversal := range attribute.Expr.Variables() {
			found = append(found, names(traversal))
		}
	}
	for _, block := range body.Blocks {
		found = append(found, references(block.Body)...)
	}
	return found
}

// names are the steps of a reference, without indices.
func names(traversal hcl.Traversal) []string {
	var found []string
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			found = append(found, step.Name)
		case hcl.TraverseAttr:
			found = append(found, step.Name)
		}
	}
	return found
}

// wantValid wants that a block has the attributes that its schema requires, and no unknown ones.
func wantValid(t *testing.T, schema *tfprotov6.Schema, block *hclsyntax.Block) {
	t.Helper()
	if schema == nil {
		t.Errorf("there is no %s %s", block.Type, block.Labels[0])
		return
	}
	for name := range block.Body.Attributes {
		wantAttribute(t, schema, block.Labels[0], name)
	}
	for _, attribute := range schema.Block.Attributes {
		if attribute.Required && block.Body.Attributes[attribute.Name] == nil {
			t.Errorf("%s lacks %s", block.Labels[0], attribute.Name)
		}
	}
}

func wantAttribute(t *testing.T, schema *tfprotov6.Schema, kind, name string) {
	t.Helper()
	if harness.Attribute(schema.Block.Attributes, name) == nil {
		t.Errorf("%s has no attribute %s", kind, name)
	}
}

// takesKey reports whether a block has a write-only argument, and wants that it gets a key,
// and its version that of the same key.
func takesKey(t *testing.T, block *hclsyntax.Block) bool {
	t.Helper()
	found := false
	for name, attribute := range block.Body.Attributes {
		if !strings.HasSuffix(name, "_wo") {
			continue
		}
		found = true
		version := block.Body.Attributes[name+"_version"]
		if version == nil {
			version = block.Body.Attributes[name+"_revision"]
		}
		if version == nil {
			t.Errorf("%s has no version of %s", block.Labels[0], name)
			continue
		}
		key, counter := written(attribute.Expr), written(version.Expr)
		if !strings.HasPrefix(key, "portkey_api_key.") || !strings.HasSuffix(key, ".key") || counter != key+"_version" {
			t.Errorf("%s takes %s, and %s as its version", block.Labels[0], key, counter)
		}
	}
	return found
}

// written is the one reference in an expression, as it is written.
func written(expression hclsyntax.Expression) string {
	if len(expression.Variables()) != 1 {
		return ""
	}
	return strings.Join(names(expression.Variables()[0]), ".")
}
