package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// convert rewrites files, by path. Those of one directory are one module.
func convert(files map[string][]byte, have map[string][]string, beside string) (map[string][]byte, []string, error) {
	modules := map[string]*module{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		parsed, diags := hclsyntax.ParseConfig(files[path], path, hcl.InitialPos)
		if diags.HasErrors() {
			return nil, nil, diags
		}
		dir := filepath.Dir(path)
		if modules[dir] == nil {
			modules[dir] = &module{have: have, beside: beside, texts: map[string]*text{}, bodies: map[string]*hclsyntax.Body{}, locals: scope{}, vendors: map[string]bool{}}
		}
		modules[dir].texts[path] = &text{source: files[path]}
		modules[dir].bodies[path], _ = parsed.Body.(*hclsyntax.Body) // as ParseConfig promises
	}
	converted := map[string][]byte{}
	var notes []string
	var err error
	for _, dir := range slices.Sorted(maps.Keys(modules)) {
		m := modules[dir]
		m.survey()
		if beside == "" {
			err = errors.Join(err, m.refuseForeign())
		}
		for _, path := range slices.Sorted(maps.Keys(m.texts)) {
			m.edit(path)
			converted[path] = []byte(m.texts[path].String())
		}
		notes = append(notes, m.notes...)
	}
	return converted, notes, err
}

// module is the files of one directory.
type module struct {
	have   map[string][]string // this provider's types, by kind of block
	beside string
	texts  map[string]*text
	bodies map[string]*hclsyntax.Body
	// locals are the local values that stand for nouns, vendors the local names of the
	// vendor's provider.
	locals  scope
	vendors map[string]bool
	notes   []string
}

// blocks are the blocks of a type in all files.
func (m *module) blocks(kind string) []*hclsyntax.Block {
	var blocks []*hclsyntax.Block
	for _, path := range slices.Sorted(maps.Keys(m.bodies)) {
		for _, block := range m.bodies[path].Blocks {
			if block.Type == kind {
				blocks = append(blocks, block)
			}
		}
	}
	return blocks
}

// survey finds what files need to know of each other.
func (m *module) survey() {
	for _, block := range m.blocks("terraform") {
		for _, required := range block.Body.Blocks {
			if required.Type != "required_providers" {
				continue
			}
			for name, attribute := range required.Body.Attributes {
				if source, _ := vendorSource(attribute); source != nil {
					m.vendors[name] = true
				}
			}
		}
	}
	for found := -1; found < len(m.locals); { // one may be made of others
		found = len(m.locals)
		for _, block := range m.blocks("locals") {
			for name, attribute := range block.Body.Attributes {
				e := expressions{m.locals, m.texts[attribute.SrcRange.Filename]}
				if is := e.standsFor(attribute.Expr, scope{}); is != nil {
					m.locals[name] = is
				}
			}
		}
	}
}

// refuseForeign names the blocks of types that this provider lacks.
func (m *module) refuseForeign() error {
	var foreign []error
	for _, kind := range slices.Sorted(maps.Keys(m.have)) {
		for _, block := range m.blocks(kind) {
			if len(block.Labels) == 2 && strings.HasPrefix(block.Labels[0], "portkey_") && !slices.Contains(m.have[kind], block.Labels[0]) {
				foreign = append(foreign, fmt.Errorf("%s: this provider has no %s %s yet: with -beside it stays with portkey-ai/portkey", place(block.DefRange()), kind, block.Labels[0]))
			}
		}
	}
	return errors.Join(foreign...)
}

func place(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }

func (m *module) note(at hcl.Range, format string, args ...any) {
	m.notes = append(m.notes, place(at)+": "+fmt.Sprintf(format, args...))
}

// edit edits one file.
func (m *module) edit(path string) {
	t := m.texts[path]
	for _, block := range m.bodies[path].Blocks {
		in := scope{}
		switch {
		case block.Type == "terraform":
			m.requirements(block, t)
		case block.Type == "provider" && m.beside != "" && m.vendors[block.Labels[0]]:
			label := block.LabelRanges[0]
			body := string(t.source[label.End.Byte:block.CloseBraceRange.End.Byte])
			t.replace(block.CloseBraceRange.End.Byte, block.CloseBraceRange.End.Byte, fmt.Sprintf("\n\nprovider %q%s", m.beside, body))
		case block.Type == "module" && m.beside != "" && block.Body.Attributes["providers"] != nil:
			m.note(block.Body.Attributes["providers"].SrcRange, "the module may need %s = %s too", m.beside, m.beside)
		case m.isOurs(block):
			is := nouns[block.Labels[0]]
			in = in.with("self", is)
			m.object(block, is, t)
		}
		m.references(block.Body, expressions{m.locals, t}, in)
	}
}

// isOurs reports whether a block is of a type that this provider has too.
func (m *module) isOurs(block *hclsyntax.Block) bool {
	return len(block.Labels) == 2 && slices.Contains(m.have[block.Type], block.Labels[0])
}

// references rewrites the references to nouns in a body.
func (m *module) references(body *hclsyntax.Body, e expressions, in scope) {
	if forEach := body.Attributes["for_each"]; forEach != nil {
		if is := e.standsFor(forEach.Expr, in); is != nil {
			in = in.with("each.value", is)
		}
	}
	for _, attribute := range body.Attributes {
		e.visit(attribute.Expr, in)
	}
	for _, block := range body.Blocks {
		m.references(block.Body, e, in)
	}
}

// requirements writes what is required of providers.
func (m *module) requirements(block *hclsyntax.Block, t *text) {
	for _, required := range block.Body.Blocks {
		if required.Type != "required_providers" {
			continue
		}
		for _, attribute := range required.Body.Attributes {
			source, version := vendorSource(attribute)
			switch {
			case source == nil:
			case m.beside != "":
				end := attribute.SrcRange.End.Byte
				t.replace(end, end, "\n    "+m.beside+" = {\n      source = \"portkey-community/portkey\"\n    }")
			default:
				at := source.Range()
				t.replace(at.Start.Byte, at.End.Byte, `"portkey-community/portkey"`)
				if version != nil {
					t.dropItem(version.KeyExpr.Range(), version.ValueExpr.Range())
				}
			}
		}
	}
}

// vendorSource is the source, and the version where there is one, in a
// requirement of the vendor's provider; nil in any other.
func vendorSource(attribute *hclsyntax.Attribute) (source hclsyntax.Expression, version *hclsyntax.ObjectConsItem) {
	object, ok := attribute.Expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil, nil
	}
	for i, item := range object.Items {
		switch hcl.ExprAsKeyword(item.KeyExpr) {
		case "version":
			version = &object.Items[i]
		case "source":
			if value, diags := item.ValueExpr.Value(nil); !diags.HasErrors() {
				address := strings.ToLower(value.AsString())
				if address == "portkey-ai/portkey" || strings.HasSuffix(address, "/portkey-ai/portkey") {
					source = item.ValueExpr
				}
			}
		}
	}
	return source, version
}

// object writes the block of a resource, or of a data source. is is nil for a type
// that both providers spell alike.
func (m *module) object(block *hclsyntax.Block, is *noun, t *text) {
	if m.beside != "" {
		m.pointAt(block, t)
	}
	if block.Type != "resource" || is == nil {
		return
	}
	for name, attribute := range block.Body.Attributes {
		to := is.renamed[name]
		switch {
		case slices.Contains(is.dropped, name), slices.Contains(is.unset, name) && isEmpty(attribute.Expr):
			t.dropLine(attribute.SrcRange)
		case len(to) == 2:
			t.wrap(attribute, name, to[0])
		}
	}
	for _, lifecycle := range block.Body.Blocks {
		ignored := lifecycle.Body.Attributes["ignore_changes"]
		if lifecycle.Type != "lifecycle" || ignored == nil {
			continue
		}
		for _, one := range expressionsOf(ignored.Expr) {
			traversal, diags := hcl.AbsTraversalForExpr(one)
			if to, renamed := is.renamed[traversal.RootName()]; !diags.HasErrors() && renamed {
				t.renameStep(traversal[0].SourceRange(), traversal.RootName(), to)
			}
		}
	}
	if limits := block.Body.Attributes["usage_limits"]; limits != nil {
		m.thresholds(limits.Expr)
	}
}

// pointAt gives a block the provider that stands beside the vendor's.
func (m *module) pointAt(block *hclsyntax.Block, t *text) {
	if chosen := block.Body.Attributes["provider"]; chosen != nil {
		if traversal, diags := hcl.AbsTraversalForExpr(chosen.Expr); !diags.HasErrors() && m.vendors[traversal.RootName()] {
			at := traversal[0].SourceRange()
			t.replace(at.Start.Byte, at.End.Byte, m.beside)
		}
		return
	}
	open, end := block.OpenBraceRange.End, block.CloseBraceRange.Start
	line := "\n  provider = " + m.beside
	if open.Line != end.Line {
		t.replace(open.Byte, open.Byte, line)
		return
	}
	// A block of one line may have one attribute only.
	if inside := bytes.TrimSpace(t.source[open.Byte:end.Byte]); len(inside) > 0 {
		line += "\n  "
		start := open.Byte + bytes.Index(t.source[open.Byte:], inside)
		t.replace(open.Byte, start, line)
		t.replace(start+len(inside), end.Byte, "\n")
		return
	}
	t.replace(open.Byte, end.Byte, line+"\n")
}

// thresholds notes those that may have been meant as percentages, as the
// vendor's documentation describes them.
func (m *module) thresholds(limits hclsyntax.Expression) {
	for _, limit := range expressionsOf(limits) {
		object, ok := limit.(*hclsyntax.ObjectConsExpr)
		if !ok {
			continue
		}
		number := map[string]float64{}
		for _, item := range object.Items {
			if literal, ok := item.ValueExpr.(*hclsyntax.LiteralValueExpr); ok && literal.Val.Type() == cty.Number {
				number[hcl.ExprAsKeyword(item.KeyExpr)], _ = literal.Val.AsBigFloat().Float64()
			}
		}
		if threshold, limit := number["alert_threshold"], number["credit_limit"]; threshold > 0 && threshold <= 100 && limit > 100 {
			m.note(object.SrcRange, "alert_threshold = %g warns at %g of %g, in the unit of type: it is no percentage", threshold, threshold, limit)
		}
	}
}

// isEmpty reports whether an expression is [], {} or "".
func isEmpty(expr hclsyntax.Expression) bool {
	value, diags := expr.Value(nil)
	switch {
	case diags.HasErrors() || value.IsNull():
		return false
	case value.Type() == cty.String:
		return value.AsString() == ""
	}
	return value.CanIterateElements() && value.LengthInt() == 0
}

func expressionsOf(list hclsyntax.Expression) []hclsyntax.Expression {
	if tuple, ok := list.(*hclsyntax.TupleConsExpr); ok {
		return tuple.Exprs
	}
	return nil
}
