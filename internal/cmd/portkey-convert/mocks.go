package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// testSuffixes are those of the files that `terraform test` and `tofu test` read.
var testSuffixes = []string{".tftest.hcl", ".tofutest.hcl"}

func isTest(path string) bool {
	return slices.ContainsFunc(testSuffixes, func(suffix string) bool { return strings.HasSuffix(filepath.Base(path), suffix) })
}

// mocks renames the attributes in what a test gives instead of a noun's values, in a
// block at the root of the file or inside another.
func (m *module) mocks(block *hclsyntax.Block, t *text) {
	if block.Type == "mock_provider" && m.beside != "" && m.vendors[label(block)] {
		m.note(block.DefRange(), "the types that move need a mock_provider %q too", m.beside)
	}
	values := ""
	var is *noun
	switch block.Type {
	case "mock_resource", "mock_data":
		values, is = "defaults", nouns[label(block)]
	case "override_resource", "override_data":
		values = "values"
		if target := block.Body.Attributes["target"]; target != nil {
			is = m.in(t).standsFor(target.Expr, scope{})
		}
	}
	if attribute := block.Body.Attributes[values]; attribute != nil && is != nil {
		is.rename(attribute.Expr, t)
	}
	for _, inner := range block.Body.Blocks {
		m.mocks(inner, t)
	}
}

// rename renames the keys of an object of a noun, or of the objects in a collection of
// them.
func (is *noun) rename(expr hclsyntax.Expression, t *text) {
	for _, element := range expressionsOf(expr) {
		is.rename(element, t)
	}
	object, ok := expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return
	}
	for _, item := range object.Items {
		key := literalText(item.KeyExpr)
		to, renamed := is.renamed[key]
		switch {
		case renamed:
			at, value := item.KeyExpr.Range(), item.ValueExpr.Range()
			t.replace(at.Start.Byte, at.End.Byte, to[0])
			if len(to) == 2 {
				t.around(value, "{ "+to[1]+" = ", " }")
			}
		case !is.kept[key]:
			is.rename(item.ValueExpr, t)
		}
	}
}
