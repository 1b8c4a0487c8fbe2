package main

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// scope are the variables that are objects of a noun, by name. An object, a collection of
// objects, and an object that contains some are treated alike: an attribute of one is one
// too, unless the noun has the attribute.
type scope map[string]*noun

func (s scope) with(name string, is *noun) scope {
	inner := maps.Clone(s)
	if name != "" {
		inner[name] = is
	}
	return inner
}

// expressions rewrites the references to nouns in expressions.
type expressions struct {
	locals scope // the local values that are objects of a noun
	// bare are the resources whose attribute, which is inside an object here, can be null.
	bare map[string]bool
	text *text
}

// standsFor returns the noun whose objects an expression refers to, or nil, and rewrites
// nothing.
func (e expressions) standsFor(expr hclsyntax.Expression, in scope) *noun {
	e.text = &text{source: e.text.source}
	return e.visit(expr, in)
}

// rewritten returns an expression with its references rewritten, and rewrites nothing.
func (e expressions) rewritten(expr hclsyntax.Expression, in scope) string {
	e.text = &text{source: e.text.source, newline: e.text.newline}
	e.visit(expr, in)
	return e.text.edited(expr.Range().Start.Byte, expr.Range().End.Byte, e.text.sorted())
}

// visit rewrites an expression and returns the noun whose objects it refers to.
func (e expressions) visit(expr hclsyntax.Expression, in scope) *noun {
	switch expr := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		is, steps := e.root(expr.Traversal, in)
		if e.takesNull(is, steps) {
			e.text.around(expr.SrcRange, "try(", ", null)")
		}
		return e.steps(is, steps)
	case *hclsyntax.RelativeTraversalExpr:
		return e.steps(e.visit(expr.Source, in), expr.Traversal)
	case *hclsyntax.IndexExpr:
		e.visit(expr.Key, in)
		return e.visit(expr.Collection, in)
	case *hclsyntax.SplatExpr:
		return e.visit(expr.Each, in.with(anonymous, e.visit(expr.Source, in)))
	case *hclsyntax.AnonSymbolExpr:
		return in[anonymous]
	case *hclsyntax.ForExpr:
		inner := in
		if is := e.visit(expr.CollExpr, in); is != nil {
			inner = in.with(expr.ValVar, is)
		}
		if expr.KeyExpr != nil {
			e.visit(expr.KeyExpr, inner)
		}
		if expr.CondExpr != nil {
			e.visit(expr.CondExpr, inner)
		}
		return e.visit(expr.ValExpr, inner)
	default:
		return e.parts(expr, in)
	}
}

// anonymous is the name of the element of a splat. No variable can have it.
const anonymous = "*"

// parts rewrites the parts of an expression that refers to what they refer to: a list,
// an object, a call, a condition.
func (e expressions) parts(expr hclsyntax.Expression, in scope) *noun {
	var parts []hclsyntax.Expression
	switch expr := expr.(type) {
	case *hclsyntax.FunctionCallExpr:
		parts = expr.Args
	case *hclsyntax.ConditionalExpr:
		e.visit(expr.Condition, in)
		parts = []hclsyntax.Expression{expr.TrueResult, expr.FalseResult}
	case *hclsyntax.TupleConsExpr:
		parts = expr.Exprs
	case *hclsyntax.ObjectConsExpr:
		for _, item := range expr.Items {
			e.visit(item.KeyExpr, in)
			parts = append(parts, item.ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		if hcl.ExprAsKeyword(expr.Wrapped) == "" || expr.ForceNonLiteral {
			e.visit(expr.Wrapped, in)
		}
	case *hclsyntax.ParenthesesExpr:
		parts = []hclsyntax.Expression{expr.Expression}
	case *hclsyntax.TemplateWrapExpr:
		parts = []hclsyntax.Expression{expr.Wrapped}
	case *hclsyntax.TemplateExpr:
		for _, part := range expr.Parts {
			e.visit(part, in)
		}
	case *hclsyntax.TemplateJoinExpr:
		e.visit(expr.Tuple, in)
	case *hclsyntax.BinaryOpExpr:
		e.visit(expr.LHS, in)
		e.visit(expr.RHS, in)
	case *hclsyntax.UnaryOpExpr:
		e.visit(expr.Val, in)
	}
	var is *noun
	for _, part := range parts {
		is = cmp.Or(is, e.visit(part, in))
	}
	return is
}

// root returns the noun that a traversal begins with, or nil, and the steps after it.
func (e expressions) root(t hcl.Traversal, in scope) (*noun, hcl.Traversal) {
	names := make([]string, 3)
	for i := range min(len(t), len(names)) {
		names[i], _ = stepName(t[i])
	}
	switch {
	case in[names[0]] != nil:
		return in[names[0]], t[1:]
	case names[0] == "each" && names[1] == "value" && in["each.value"] != nil:
		return in["each.value"], t[2:]
	case names[0] == "local" && e.locals[names[1]] != nil:
		return e.locals[names[1]], t[2:]
	case nouns[names[0]] != nil && len(t) > 1:
		if e.bare[names[1]] {
			return nouns[names[0]].bare(), instance(t[2:])
		}
		return nouns[names[0]], instance(t[2:])
	case names[0] == "data" && nouns[names[1]] != nil && len(t) > 2:
		return nouns[names[1]], instance(t[3:])
	}
	return nil, nil
}

// instance skips the key of an instance, which can be any string.
func instance(steps hcl.Traversal) hcl.Traversal {
	if len(steps) > 0 {
		if _, is := steps[0].(hcl.TraverseIndex); is {
			return steps[1:]
		}
	}
	return steps
}

// steps renames the attribute of a noun, and returns the noun if the steps end at an
// object of it.
func (e expressions) steps(is *noun, steps hcl.Traversal) *noun {
	if is == nil {
		return nil
	}
	for _, step := range steps {
		name, at := stepName(step)
		if to, renamed := is.renamed[name]; renamed {
			e.text.renameStep(at, name, to)
			return nil
		}
		if is.kept[name] {
			return nil
		}
	}
	return is
}

// takesNull reports whether steps end with an attribute that is inside an object here,
// where that object can be null.
func (e expressions) takesNull(is *noun, steps hcl.Traversal) bool {
	if is == nil || !is.isBare || len(steps) == 0 {
		return false
	}
	name, _ := stepName(steps[len(steps)-1])
	return len(is.renamed[name]) == 2 && !slices.ContainsFunc(steps[:len(steps)-1], func(step hcl.Traverser) bool {
		before, _ := stepName(step)
		return is.kept[before] || is.renamed[before] != nil
	})
}

// stepName is the name of the attribute of a step, .name or ["name"].
func stepName(step hcl.Traverser) (string, hcl.Range) {
	switch step := step.(type) {
	case hcl.TraverseRoot:
		return step.Name, step.SrcRange
	case hcl.TraverseAttr:
		return step.Name, step.SrcRange
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String {
			return step.Key.AsString(), step.SrcRange
		}
	}
	return "", hcl.Range{}
}
