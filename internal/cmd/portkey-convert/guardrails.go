package main

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// scopeOfGuardrail says what a guardrail belongs to, which is without a workspace the
// organisation.
func (m *module) scopeOfGuardrail(block *hclsyntax.Block, e expressions, in scope) {
	name, workspace := block.Body.Attributes["name"], block.Body.Attributes["workspace_id"]
	if name == nil || block.Body.Attributes["scope"] != nil {
		return
	}
	written := `"workspace"`
	switch {
	case workspace == nil:
		written = `"organisation"`
	case isNull(workspace.Expr):
		written = `"organisation"`
		e.text.dropLine(workspace.SrcRange)
	case !isOfResource(workspace.Expr) && !m.neverNull(workspace.Expr, 0):
		written = e.rewritten(workspace.Expr, in) + ` == null ? "organisation" : "workspace"`
	}
	e.text.replace(name.SrcRange.End.Byte, name.SrcRange.End.Byte, "\nscope = "+written)
}

// isOfResource reports whether an expression is an attribute of a workspace, which has an
// id and a slug in any case.
func isOfResource(expr hclsyntax.Expression) bool {
	traversal, is := expr.(*hclsyntax.ScopeTraversalExpr)
	return is && traversal.Traversal.RootName() == "portkey_workspace"
}

// encoded is what an argument encodes as JSON, nil if it does not.
func encoded(attribute *hclsyntax.Attribute) hclsyntax.Expression {
	if call, is := attribute.Expr.(*hclsyntax.FunctionCallExpr); is && call.Name == "jsonencode" && len(call.Args) == 1 {
		return call.Args[0]
	}
	return nil
}

// checksOfGuardrail writes checks as a list of objects, of which the parameters alone are
// JSON.
func (m *module) checksOfGuardrail(block *hclsyntax.Block, e expressions, in scope) {
	checks := block.Body.Attributes["checks"]
	if checks == nil {
		return
	}
	replace := func(with string) { e.text.replace(checks.Expr.Range().Start.Byte, checks.Expr.Range().End.Byte, with) }
	inner := encoded(checks)
	if list, is := inner.(*hclsyntax.TupleConsExpr); is {
		if written, ok := writtenChecks(list, e, in); ok {
			replace(written)
			return
		}
	}
	all := "jsondecode(" + e.rewritten(checks.Expr, in) + ")"
	if inner != nil {
		all = e.rewritten(inner, in)
	}
	replace("[for check in " + all + " : {\nid = check.id\nname = try(check.name, null)\nis_enabled = try(check.is_enabled, null)\n" +
		"parameters = try(jsonencode(check.parameters), null)\n}]")
}

// writtenChecks is a list of checks that are all written as objects.
func writtenChecks(list *hclsyntax.TupleConsExpr, e expressions, in scope) (written string, ok bool) {
	written = "["
	for i, one := range list.Exprs {
		object, is := one.(*hclsyntax.ObjectConsExpr)
		if !is {
			return "", false
		}
		if i > 0 {
			written += ", "
		}
		written += "{\n"
		for _, item := range object.Items {
			name, value := literalText(item.KeyExpr), e.rewritten(item.ValueExpr, in)
			switch name {
			case "parameters":
				value = "jsonencode(" + value + ")"
			case "id", "name", "is_enabled":
			default:
				return "", false
			}
			written += name + " = " + value + "\n"
		}
		written += "}"
	}
	return written + "]", true
}

// actionsOfGuardrail writes actions as an object, with the keys that no attribute has in
// extra.
func (m *module) actionsOfGuardrail(block *hclsyntax.Block, e expressions, in scope) {
	actions := block.Body.Attributes["actions"]
	if actions == nil {
		return
	}
	object, is := encoded(actions).(*hclsyntax.ObjectConsExpr)
	if !is {
		m.note(actions.SrcRange, "actions is an object here, with deny, async, sequential, on_success, on_fail, and other keys as JSON in extra: write it by hand")
		return
	}
	written, extra := "{\n", ""
	for _, item := range object.Items {
		name, value := literalText(item.KeyExpr), e.rewritten(item.ValueExpr, in)
		outcome, isObject := item.ValueExpr.(*hclsyntax.ObjectConsExpr)
		switch {
		case name == "deny", name == "async", name == "sequential":
			written += name + " = " + value + "\n"
		case isObject && (name == "on_success" || name == "on_fail"):
			written += name + " = " + writtenOutcome(outcome, e, in) + "\n"
		default:
			extra += e.rewritten(item.KeyExpr, in) + " = " + value + "\n"
		}
	}
	if extra != "" {
		written += "extra = jsonencode({\n" + extra + "})\n"
	}
	e.text.replace(actions.Expr.Range().Start.Byte, actions.Expr.Range().End.Byte, written+"}")
}

// writtenOutcome is what happens on a verdict, with the metadata of its feedback as JSON.
func writtenOutcome(outcome *hclsyntax.ObjectConsExpr, e expressions, in scope) string {
	written := "{\n"
	for _, item := range outcome.Items {
		feedback, isObject := item.ValueExpr.(*hclsyntax.ObjectConsExpr)
		if !isObject {
			written += e.rewritten(item.KeyExpr, in) + " = " + e.rewritten(item.ValueExpr, in) + "\n"
			continue
		}
		written += e.rewritten(item.KeyExpr, in) + " = {\n"
		for _, one := range feedback.Items {
			value := e.rewritten(one.ValueExpr, in)
			if literalText(one.KeyExpr) == "metadata" {
				value = "jsonencode(" + value + ")"
			}
			written += e.rewritten(one.KeyExpr, in) + " = " + value + "\n"
		}
		written += "}\n"
	}
	return written + "}"
}
