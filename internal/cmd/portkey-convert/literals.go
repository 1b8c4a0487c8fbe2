package main

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// literal is the value of an expression without references and calls. It is null for
// null, and also where there is no value.
func literal(expr hclsyntax.Expression) (value cty.Value, ok bool) {
	value, diags := expr.Value(nil)
	if diags.HasErrors() || !value.IsKnown() {
		return cty.NullVal(cty.DynamicPseudoType), false
	}
	return value, true
}

func isNull(expr hclsyntax.Expression) bool {
	value, ok := literal(expr)
	return ok && value.IsNull()
}

// literalText is a text, a number or a boolean as a text, or a key of an object, with or
// without quotes; else "".
func literalText(expr hclsyntax.Expression) string {
	value, _ := literal(expr)
	if text, err := ctyconvert.Convert(value, cty.String); err == nil && !text.IsNull() {
		return text.AsString()
	}
	return ""
}

// literalNumber is a number, as a text too.
func literalNumber(expr hclsyntax.Expression) (number float64, ok bool) {
	value, _ := literal(expr)
	value, err := ctyconvert.Convert(value, cty.Number)
	if err != nil || value.IsNull() {
		return 0, false
	}
	number, _ = value.AsBigFloat().Float64()
	return number, true
}

// isEmpty reports whether an expression is [], {} or "".
func isEmpty(expr hclsyntax.Expression) bool {
	value, _ := literal(expr)
	switch {
	case value.IsNull():
		return false
	case value.Type() == cty.String:
		return value.AsString() == ""
	}
	return value.CanIterateElements() && value.LengthInt() == 0
}

// maxDepth bounds how far local values are followed: they can refer to each other in a
// circle, which only Terraform reports.
const maxDepth = 20

// neverNull reports whether an expression surely has a value.
func (m *module) neverNull(expr hclsyntax.Expression, depth int) bool {
	switch expr := expr.(type) {
	case *hclsyntax.ObjectConsExpr, *hclsyntax.ForExpr:
		return true
	case *hclsyntax.ParenthesesExpr:
		return m.neverNull(expr.Expression, depth)
	case *hclsyntax.ConditionalExpr:
		return m.neverNull(expr.TrueResult, depth) && m.neverNull(expr.FalseResult, depth)
	case *hclsyntax.FunctionCallExpr:
		switch expr.Name {
		case "merge", "tomap": // merge passes over the maps that are null
			for _, argument := range expr.Args {
				if m.neverNull(argument, depth) {
					return true
				}
			}
		case "zipmap":
			return true
		}
	case *hclsyntax.ScopeTraversalExpr:
		if name, attribute := rootStep(expr.Traversal, 0), rootStep(expr.Traversal, 1); name == "local" && len(expr.Traversal) == 2 && m.values[attribute] != nil && depth < maxDepth {
			return m.neverNull(m.values[attribute], depth+1)
		}
	}
	return false
}

// rootStep is the name that the step i of a traversal takes, "" for none.
func rootStep(t hcl.Traversal, i int) string {
	if i >= len(t) {
		return ""
	}
	name, _ := stepName(t[i])
	return name
}

func expressionsOf(list hclsyntax.Expression) []hclsyntax.Expression {
	if tuple, ok := list.(*hclsyntax.TupleConsExpr); ok {
		return tuple.Exprs
	}
	return nil
}
