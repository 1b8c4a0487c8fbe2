package main

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// policyLists writes the JSON of conditions and group_by as lists.
func (m *module) policyLists(block *hclsyntax.Block, e expressions, in scope) {
	if attribute := block.Body.Attributes["conditions"]; attribute != nil {
		m.fromJSON(attribute, e, in, func(object *hclsyntax.ObjectConsExpr) string { return condition(object, e, in) },
			"{ key = one.key, values = flatten([one.value]), excludes = try(flatten([one.excludes]), null) }")
	}
	if attribute := block.Body.Attributes["group_by"]; attribute != nil {
		m.fromJSON(attribute, e, in, func(object *hclsyntax.ObjectConsExpr) string {
			key := ""
			for _, item := range object.Items {
				if literalText(item.KeyExpr) == "key" {
					key = e.rewritten(item.ValueExpr, in)
				}
			}
			return key
		}, "one.key")
	}
	if block.Body.Attributes["name"] == nil {
		m.note(block.DefRange(), "name is required here: add the name that the policy has in Portkey")
	}
}

// condition is a condition with lists of values.
func condition(object *hclsyntax.ObjectConsExpr, e expressions, in scope) string {
	written := "{"
	for i, item := range object.Items {
		name, value := literalText(item.KeyExpr), e.rewritten(item.ValueExpr, in)
		_, isText := item.ValueExpr.(*hclsyntax.TemplateExpr)
		_, isList := item.ValueExpr.(*hclsyntax.TupleConsExpr)
		if name == "value" {
			name = "values"
		}
		switch {
		case name == "key" || isList:
		case isText:
			value = "[" + value + "]"
		default:
			value = "flatten([" + value + "])" // of one value, or of several
		}
		if i > 0 {
			written += ","
		}
		written += " " + name + " = " + value
	}
	return written + " }"
}

// fromJSON replaces the JSON of a list of objects: each object by what element makes of it,
// and where the objects are written elsewhere by each, for an object that is called one.
func (m *module) fromJSON(attribute *hclsyntax.Attribute, e expressions, in scope, element func(*hclsyntax.ObjectConsExpr) string, each string) {
	at := attribute.Expr.Range()
	call, isCall := attribute.Expr.(*hclsyntax.FunctionCallExpr)
	if !isCall || call.Name != "jsonencode" || len(call.Args) != 1 {
		e.text.replace(at.Start.Byte, at.End.Byte, "[for one in jsondecode("+e.rewritten(attribute.Expr, in)+") : "+each+"]")
		return
	}
	list, isList := call.Args[0].(*hclsyntax.TupleConsExpr)
	var elements []string
	for _, one := range expressionsOf(call.Args[0]) {
		object, isObject := one.(*hclsyntax.ObjectConsExpr)
		if isList = isList && isObject; isList {
			elements = append(elements, element(object))
		}
	}
	if !isList {
		e.text.replace(at.Start.Byte, at.End.Byte, "[for one in "+e.rewritten(call.Args[0], in)+" : "+each+"]")
		return
	}
	open, between, end := "[", ", ", "]"
	if list.SrcRange.Start.Line != list.SrcRange.End.Line {
		open, between, end = "[\n", ",\n", ",\n]"
	}
	written := open
	for i, one := range elements {
		if i > 0 {
			written += between
		}
		written += one
	}
	e.text.replace(at.Start.Byte, at.End.Byte, written+end)
}
