package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// object rewrites the block of a resource or a data source. is is nil for a type that is
// the same in both providers.
func (m *module) object(block *hclsyntax.Block, is *noun, t *text, in scope) {
	if m.beside != "" {
		m.pointAt(block, t)
	}
	if block.Type != "resource" || is == nil {
		return
	}
	for name, attribute := range block.Body.Attributes {
		to := is.renamed[name]
		drop, isDropped := is.dropped[name]
		secret, hasSecrets := is.secret[name]
		switch {
		case isDropped:
			if drop.note != "" && literalText(attribute.Expr) != drop.unless {
				m.note(attribute.SrcRange, "%s", drop.note)
			}
			t.dropLine(attribute.SrcRange)
		case slices.Contains(is.unset, name) && isEmpty(attribute.Expr):
			t.dropLine(attribute.SrcRange)
		case (is == apiKey || is == securitySettings) && len(to) == 2: // several are in one object, see reshape
		case len(to) == 2 && isNull(attribute.Expr):
			t.dropLine(attribute.SrcRange)
		case len(to) == 2:
			at := attribute.NameRange
			t.replace(at.Start.Byte, at.End.Byte, to[0])
			m.wrap(attribute.Expr, name, m.in(t), in)
		case len(to) == 1:
			t.replace(attribute.NameRange.Start.Byte, attribute.NameRange.End.Byte, to[0])
		case is.inside[name] != nil:
			m.renameKeys(attribute, is.inside[name], t)
		case hasSecrets:
			m.splitSecrets(attribute, secret, m.in(t), in)
		}
	}
	m.reshape(block, is, m.in(t), in)
	for _, lifecycle := range block.Body.Blocks {
		ignored := lifecycle.Body.Attributes["ignore_changes"]
		if lifecycle.Type != "lifecycle" || ignored == nil {
			continue
		}
		for _, one := range expressionsOf(ignored.Expr) {
			if to, renamed := is.renamed[literalText(one)]; renamed { // in quotes, as before Terraform 0.12
				at := one.Range()
				t.replace(at.Start.Byte, at.End.Byte, strings.Join(to, "."))
			}
			if traversal, diags := hcl.AbsTraversalForExpr(one); !diags.HasErrors() {
				if to, renamed := is.renamed[traversal.RootName()]; renamed {
					t.renameStep(traversal[0].SourceRange(), traversal.RootName(), to)
				}
			}
		}
	}
	for _, name := range is.lists {
		m.list(block.Body, name, t)
	}
}

// renameKeys renames keys of the objects in an argument. Those that are written elsewhere
// are left to the user.
func (m *module) renameKeys(attribute *hclsyntax.Attribute, keys map[string]string, t *text) {
	found := false
	_ = hclsyntax.VisitAll(attribute.Expr, func(node hclsyntax.Node) hcl.Diagnostics {
		object, is := node.(*hclsyntax.ObjectConsExpr)
		if !is {
			return nil
		}
		found = true
		for _, item := range object.Items {
			if to := keys[literalText(item.KeyExpr)]; to != "" {
				at := item.KeyExpr.Range()
				t.replace(at.Start.Byte, at.End.Byte, to)
			}
		}
		return nil
	})
	if !found && !isNull(attribute.Expr) && !isEmpty(attribute.Expr) {
		for from, to := range keys {
			m.note(attribute.Expr.Range(), "each object in %s has %s instead of %s here: rename it where the value comes from", attribute.Name, to, from)
		}
	}
}

// wrap turns an expression into an object with it as the attribute name, or into null if
// it can be null: an object without a value would be a change in the first plan.
func (m *module) wrap(expr hclsyntax.Expression, name string, e expressions, in scope) {
	at, before := expr.Range(), ""
	switch inner := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		m.wrap(inner.Expression, name, e, in)
		return
	case *hclsyntax.ConditionalExpr:
		m.wrap(inner.TrueResult, name, e, in)
		m.wrap(inner.FalseResult, name, e, in)
		return
	}
	written := e.rewritten(expr, in)
	isWorkspaces := strings.HasSuffix(written, ".defaults."+name) && written != e.text.at(at)
	switch {
	case isNull(expr):
		return
	case !isWorkspaces && !m.neverNull(expr, 0):
		before = written + " == null ? null : "
	}
	open, end := "{ "+name+" = ", " }"
	if at.Start.Line != at.End.Line {
		open, end = "{\n"+name+" = ", "\n}"
	}
	e.text.around(at, before+open, end)
}

// list turns blocks into the attribute of the same name, a list of objects.
func (m *module) list(body *hclsyntax.Body, name string, t *text) {
	var blocks []*hclsyntax.Block
	for _, block := range body.Blocks {
		switch {
		case block.Type == name:
			blocks = append(blocks, block)
		case block.Type == "dynamic" && label(block) == name:
			m.note(block.DefRange(), "%[1]s is an attribute here: write %[1]s = [for … : { … }] instead of the dynamic block", name)
		}
	}
	if len(blocks) == 0 {
		return
	}
	first, last := blocks[0].Range(), blocks[len(blocks)-1].Range()
	between := func(at hcl.Range) bool { return at.Start.Byte > first.Start.Byte && at.End.Byte < last.Start.Byte }
	apart := slices.ContainsFunc(body.Blocks, func(b *hclsyntax.Block) bool { return b.Type != name && between(b.Range()) })
	for _, attribute := range body.Attributes {
		apart = apart || between(attribute.SrcRange)
	}
	if apart {
		m.note(blocks[0].DefRange(), "%[1]s is an attribute here: write one list, %[1]s = [{ … }, { … }], instead of the blocks", name)
		return
	}
	start, open := first.Start.Byte, name+" = [{"
	for i, block := range blocks {
		t.replace(start, block.OpenBraceRange.End.Byte, open)
		brace := block.CloseBraceRange
		if i == len(blocks)-1 {
			t.replace(brace.Start.Byte, brace.End.Byte, "}]")
			return
		}
		start, open = blocks[i+1].TypeRange.Start.Byte, "{"
		if gap := t.source[brace.End.Byte:start]; len(bytes.TrimSpace(gap)) == 0 {
			start, open = brace.Start.Byte, "}, {"
			continue
		}
		t.replace(brace.Start.Byte, brace.End.Byte, "},")
	}
}

// label is the first label of a block, "" for none.
func label(block *hclsyntax.Block) string {
	if len(block.Labels) == 0 {
		return ""
	}
	return block.Labels[0]
}

// pointAt adds the argument provider to a block.
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
	// A block on one line can have only one attribute.
	if inside := bytes.TrimSpace(t.source[open.Byte:end.Byte]); len(inside) > 0 {
		line += "\n  "
		start := open.Byte + bytes.Index(t.source[open.Byte:], inside)
		t.replace(open.Byte, start, line)
		t.replace(start+len(inside), end.Byte, "\n")
		return
	}
	t.replace(open.Byte, end.Byte, line+"\n")
}
