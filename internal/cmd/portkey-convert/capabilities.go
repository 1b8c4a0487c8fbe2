package main

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// capabilities writes a list of capabilities as a map from the type and the name of each to
// whether it is enabled.
func (m *module) capabilities(block *hclsyntax.Block, e expressions, in scope) {
	attribute := block.Body.Attributes["capabilities"]
	if attribute == nil {
		return
	}
	written, ok := literalCapabilities(attribute.Expr, e, in)
	if !ok {
		written = "{ for one in " + e.rewritten(attribute.Expr, in) + ` : "${one.type}/${one.name}" => one.enabled }`
	}
	at := attribute.Expr.Range()
	e.text.replace(at.Start.Byte, at.End.Byte, written)
}

// literalCapabilities is that map, with false where a type or a name is not written out.
func literalCapabilities(list hclsyntax.Expression, e expressions, in scope) (written string, ok bool) {
	all, isList := list.(*hclsyntax.TupleConsExpr)
	if !isList {
		return "", false
	}
	written = "{\n"
	for _, one := range all.Exprs {
		object, isObject := one.(*hclsyntax.ObjectConsExpr)
		if !isObject {
			return "", false
		}
		of := map[string]hclsyntax.Expression{}
		for _, item := range object.Items {
			of[literalText(item.KeyExpr)] = item.ValueExpr
		}
		kind, name, enabled := of["type"], of["name"], of["enabled"]
		if kind == nil || name == nil || enabled == nil || literalText(kind) == "" || literalText(name) == "" {
			return "", false
		}
		written += fmt.Sprintf("%q = %s\n", literalText(kind)+"/"+literalText(name), e.rewritten(enabled, in))
	}
	return written + "}", true
}
