package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// convert rewrites files, by path. The files of a directory are one module.
func convert(files map[string][]byte, have map[string][]string, beside string) (map[string][]byte, []string, error) {
	modules := map[string]*module{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		parsed, diags := hclsyntax.ParseConfig(files[path], path, hcl.InitialPos)
		if diags.HasErrors() {
			return nil, nil, diags
		}
		dir := moduleOf(path)
		if modules[dir] == nil {
			modules[dir] = &module{
				have: have, beside: beside, texts: map[string]*text{}, bodies: map[string]*hclsyntax.Body{},
				locals: scope{}, bare: map[string]bool{}, values: map[string]hclsyntax.Expression{}, vendors: map[string]bool{},
			}
		}
		body, _ := parsed.Body.(*hclsyntax.Body) // as ParseConfig promises
		modules[dir].bodies[path] = body
		modules[dir].texts[path] = newText(files[path], body)
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

// moduleOf is the directory of the module that a file belongs to. The tests of a module
// are beside its files or in tests/.
func moduleOf(path string) string {
	dir := filepath.Dir(path)
	if isTest(path) && filepath.Base(dir) == "tests" {
		return filepath.Dir(dir)
	}
	return dir
}

// module is the files of one directory.
type module struct {
	have   map[string][]string // this provider's types, by kind of block
	beside string
	texts  map[string]*text
	bodies map[string]*hclsyntax.Body
	// locals are the local values that are objects of nouns, vendors the local names of
	// the vendor's provider.
	locals  scope
	vendors map[string]bool
	// bare are the workspaces that can be without metadata.
	bare map[string]bool
	// values are the expressions of all local values.
	values map[string]hclsyntax.Expression
	notes  []string
}

// blocks returns the blocks of a type in all files.
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

// survey collects what is needed from all files before one is edited.
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
	for _, block := range m.blocks("locals") {
		for name, attribute := range block.Body.Attributes {
			m.values[name] = attribute.Expr
		}
	}
	for _, block := range m.blocks("resource") {
		if len(block.Labels) == 2 && nouns[block.Labels[0]] == workspace {
			metadata := block.Body.Attributes["metadata"]
			m.bare[block.Labels[1]] = metadata == nil || isEmpty(metadata.Expr) || !m.neverNull(metadata.Expr, 0)
		}
	}
	for found := -1; found < len(m.locals); { // they can refer to each other
		found = len(m.locals)
		for _, block := range m.blocks("locals") {
			for name, attribute := range block.Body.Attributes {
				e := m.in(m.texts[attribute.SrcRange.Filename])
				if is := e.standsFor(attribute.Expr, scope{}); is != nil {
					m.locals[name] = is
				}
			}
		}
	}
}

// in returns what rewrites expressions of a file.
func (m *module) in(t *text) expressions { return expressions{m.locals, m.bare, t} }

// refuseForeign returns an error for each block of a type that this provider lacks.
func (m *module) refuseForeign() error {
	var foreign []error
	for _, kind := range slices.Sorted(maps.Keys(m.have)) {
		for _, block := range m.blocks(kind) {
			if len(block.Labels) == 2 && strings.HasPrefix(block.Labels[0], "portkey_") && !slices.Contains(m.have[kind], block.Labels[0]) {
				foreign = append(foreign, fmt.Errorf("%s: this provider has no %s %s yet: use -beside to keep it with portkey-ai/portkey", place(block.DefRange()), kind, block.Labels[0]))
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
		case block.Type == "provider" && m.beside != "" && m.vendors[label(block)]:
			label := block.LabelRanges[0]
			body := string(t.source[label.End.Byte:block.CloseBraceRange.End.Byte])
			t.replace(block.CloseBraceRange.End.Byte, block.CloseBraceRange.End.Byte, fmt.Sprintf("\n\nprovider %q%s", m.beside, body))
		case block.Type == "module" && m.beside != "" && block.Body.Attributes["providers"] != nil:
			m.note(block.Body.Attributes["providers"].SrcRange, "the module may need %s = %s too", m.beside, m.beside)
		case m.isOurs(block):
			is := nouns[block.Labels[0]]
			in = in.with("self", is)
			m.object(block, is, t, m.eachOf(block.Body, m.in(t), in))
		case isTest(path):
			m.mocks(block, t)
		}
		m.thresholds(block)
		m.references(block.Body, m.in(t), in)
	}
}

// isOurs reports whether this provider has the type of a block.
func (m *module) isOurs(block *hclsyntax.Block) bool {
	return len(block.Labels) == 2 && slices.Contains(m.have[block.Type], block.Labels[0])
}

// eachOf adds each.value to a scope where for_each iterates over objects of a noun.
func (m *module) eachOf(body *hclsyntax.Body, e expressions, in scope) scope {
	if forEach := body.Attributes["for_each"]; forEach != nil {
		if is := e.standsFor(forEach.Expr, in); is != nil {
			return in.with("each.value", is)
		}
	}
	return in
}

// references rewrites the references to nouns in a body.
func (m *module) references(body *hclsyntax.Body, e expressions, in scope) {
	in = m.eachOf(body, e, in)
	for _, attribute := range body.Attributes {
		e.visit(attribute.Expr, in)
	}
	for _, block := range body.Blocks {
		m.references(block.Body, e, in)
	}
}

// requirements rewrites required_providers.
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

// vendorSource returns the source and the version, if any, of a requirement of the
// vendor's provider, and nil for other providers.
func vendorSource(attribute *hclsyntax.Attribute) (source hclsyntax.Expression, version *hclsyntax.ObjectConsItem) {
	object, ok := attribute.Expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil, nil
	}
	for i, item := range object.Items {
		switch literalText(item.KeyExpr) {
		case "version":
			version = &object.Items[i]
		case "source":
			address := strings.ToLower(literalText(item.ValueExpr))
			if address == "portkey-ai/portkey" || strings.HasSuffix(address, "/portkey-ai/portkey") {
				source = item.ValueExpr
			}
		}
	}
	return source, version
}
