package main

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// renamed are the attributes of a workspace that have other names here.
var renamed = map[string][]string{
	"metadata":   {"defaults", "metadata"},
	"updated_at": {"last_updated_at"},
}

// kept are the other attributes of a workspace, of either provider: what follows
// them is no workspace.
var kept = map[string]bool{
	"id": true, "slug": true, "name": true, "icon": true, "description": true, "defaults": true,
	"usage_limits": true, "rate_limits": true, "created_at": true, "last_updated_at": true, "force_delete": true,
}

// scope are the variables that stand for workspaces, by name. A workspace, a
// collection of them, and an object that holds some are not told apart: whatever
// attribute is taken of one, it is one until the attribute is a workspace's own.
type scope map[string]bool

func (s scope) with(names ...string) scope {
	inner := maps.Clone(s)
	for _, name := range names {
		if name != "" {
			inner[name] = true
		}
	}
	return inner
}

// expressions rewrites the references to workspaces in expressions.
type expressions struct {
	locals scope // the local values that stand for workspaces
	text   *text
}

// areWorkspaces reports whether an expression stands for workspaces, and rewrites
// nothing.
func (e expressions) areWorkspaces(expr hclsyntax.Expression, in scope) bool {
	e.text = &text{source: e.text.source}
	return e.visit(expr, in)
}

// visit rewrites an expression and reports whether it stands for workspaces.
func (e expressions) visit(expr hclsyntax.Expression, in scope) bool {
	switch expr := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		steps, are := e.root(expr.Traversal, in)
		return are && e.steps(steps)
	case *hclsyntax.RelativeTraversalExpr:
		return e.visit(expr.Source, in) && e.steps(expr.Traversal)
	case *hclsyntax.IndexExpr:
		e.visit(expr.Key, in)
		return e.visit(expr.Collection, in)
	case *hclsyntax.SplatExpr:
		if e.visit(expr.Source, in) {
			in = in.with(anonymous)
		} else if in[anonymous] {
			in = maps.Clone(in)
			delete(in, anonymous)
		}
		return e.visit(expr.Each, in)
	case *hclsyntax.AnonSymbolExpr:
		return in[anonymous]
	case *hclsyntax.ForExpr:
		inner := in
		if e.visit(expr.CollExpr, in) {
			inner = in.with(expr.ValVar)
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

// anonymous is the name, which no variable can have, of what a splat runs over.
const anonymous = "*"

// parts rewrites the parts of an expression that is as good as them: a list, an
// object, a call, a condition.
func (e expressions) parts(expr hclsyntax.Expression, in scope) bool {
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
	are := false
	for _, part := range parts {
		are = e.visit(part, in) || are
	}
	return are
}

// root reports whether a traversal begins with workspaces, and returns the steps
// that go on from there.
func (e expressions) root(t hcl.Traversal, in scope) (hcl.Traversal, bool) {
	names := make([]string, 3)
	for i := range min(len(t), len(names)) {
		names[i], _ = stepName(t[i])
	}
	switch {
	case in[names[0]]:
		return t[1:], true
	case names[0] == "each" && names[1] == "value" && in["each.value"],
		names[0] == "local" && e.locals[names[1]]:
		return t[2:], true
	case names[0] == workspaceType && len(t) > 1:
		return instance(t[2:]), true
	case names[0] == "data" && (names[1] == workspaceType || names[1] == workspacesType) && len(t) > 2:
		return instance(t[3:]), true
	}
	return nil, false
}

// instance steps over the key of an instance, which may be any text.
func instance(steps hcl.Traversal) hcl.Traversal {
	if len(steps) > 0 {
		if _, is := steps[0].(hcl.TraverseIndex); is {
			return steps[1:]
		}
	}
	return steps
}

// steps renames the attribute that is taken of workspaces, and reports whether
// what the steps lead to still stands for some.
func (e expressions) steps(steps hcl.Traversal) bool {
	for _, step := range steps {
		name, at := stepName(step)
		if to, is := renamed[name]; is {
			e.text.renameStep(at, name, to)
			return false
		}
		if kept[name] {
			return false
		}
	}
	return true
}

// stepName is the attribute that a step takes, be it written as .name or as
// ["name"].
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
