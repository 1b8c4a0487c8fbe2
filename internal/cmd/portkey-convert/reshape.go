package main

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// reshape rewrites arguments of a resource that others take the place of here.
func (m *module) reshape(block *hclsyntax.Block, is *noun, e expressions, in scope) {
	switch is {
	case mcpCapabilities:
		m.capabilities(block, e, in)
	case modelAccess:
		m.custom(block, e, in)
		m.pricing(block, e, in)
	case guardrail:
		m.scopeOfGuardrail(block, e, in)
		m.checksOfGuardrail(block, e, in)
		m.actionsOfGuardrail(block, e, in)
	case usagePolicy, ratePolicy:
		m.policyLists(block, e, in)
	case securitySettings:
		m.settingsOfWorkspace(block, e, in)
	case apiKey:
		m.kindOfKey(block, e, in)
		m.defaultsOfKey(block, e, in)
		limit := block.Body.Attributes["usage_limits"]
		switch {
		case limit == nil:
		case isNull(limit.Expr):
			e.text.dropLine(limit.SrcRange)
		default:
			before := ""
			if _, isObject := limit.Expr.(*hclsyntax.ObjectConsExpr); !isObject {
				before = e.rewritten(limit.Expr, in) + " == null ? null : "
			}
			e.text.around(limit.Expr.Range(), before+"[", "]")
		}
	}
}

// isUnset reports whether an argument is absent, null, or has the value given.
func isUnset(attribute *hclsyntax.Attribute, value string) bool {
	return attribute == nil || isNull(attribute.Expr) || literalText(attribute.Expr) == value && value != "" || isEmpty(attribute.Expr)
}

// custom writes what makes a model a custom one as one object.
func (m *module) custom(block *hclsyntax.Block, e expressions, in scope) {
	is, base, finetune := block.Body.Attributes["is_custom"], block.Body.Attributes["base_model_slug"], block.Body.Attributes["is_finetune"]
	for _, attribute := range []*hclsyntax.Attribute{base, finetune} {
		if attribute != nil {
			e.text.dropLine(attribute.SrcRange)
		}
	}
	if isUnset(is, "false") {
		if is != nil {
			e.text.dropLine(is.SrcRange)
		}
		return
	}
	written := "{\n"
	if base == nil {
		m.note(is.SrcRange, "custom requires base_model_slug, the model that this one is based on: add it")
	} else {
		written += "base_model_slug = " + e.rewritten(base.Expr, in) + "\n"
	}
	if !isUnset(finetune, "false") {
		written += "is_finetune = " + e.rewritten(finetune.Expr, in) + "\n"
	}
	written += "}"
	if literalText(is.Expr) != "true" {
		written = e.rewritten(is.Expr, in) + " ? " + written + " : null"
	}
	e.text.replace(is.SrcRange.Start.Byte, is.SrcRange.End.Byte, "custom = "+written)
}

// pricing writes the prices of a model without the objects around them.
func (m *module) pricing(block *hclsyntax.Block, e expressions, in scope) {
	config := block.Body.Attributes["pricing_config"]
	if config == nil {
		return
	}
	outer, isObject := config.Expr.(*hclsyntax.ObjectConsExpr)
	if isNull(config.Expr) {
		e.text.dropLine(config.SrcRange)
		return
	}
	var prices *hclsyntax.ObjectConsExpr
	if isObject {
		for _, item := range outer.Items {
			if literalText(item.KeyExpr) == "pay_as_you_go" {
				prices, isObject = item.ValueExpr.(*hclsyntax.ObjectConsExpr)
			}
		}
	}
	switch {
	case !isObject:
		m.note(config.SrcRange, "pricing_config is pricing here, with the prices of pay_as_you_go in it, such as request_token instead of request_token_price: write it by hand")
	case prices == nil:
		e.text.dropLine(config.SrcRange)
	default:
		written := "pricing = {\n"
		for _, item := range prices.Items {
			written += strings.TrimSuffix(literalText(item.KeyExpr), "_price") + " = " + e.rewritten(item.ValueExpr, in) + "\n"
		}
		e.text.replace(config.SrcRange.Start.Byte, config.SrcRange.End.Byte, written+"}")
	}
}

// kindOfKey writes type and sub_type of an API key as one text.
func (m *module) kindOfKey(block *hclsyntax.Block, e expressions, in scope) {
	kind, sub := block.Body.Attributes["type"], block.Body.Attributes["sub_type"]
	if kind == nil || sub == nil {
		return
	}
	written := `join("-", [` + e.rewritten(kind.Expr, in) + ", " + e.rewritten(sub.Expr, in) + "])"
	if first, second := literalText(kind.Expr), literalText(sub.Expr); first != "" && second != "" {
		written = `"` + first + "-" + second + `"`
	}
	e.text.replace(kind.Expr.Range().Start.Byte, kind.Expr.Range().End.Byte, written)
	e.text.dropLine(sub.SrcRange)
}

// defaultsOfKey writes the defaults of an API key as one object.
func (m *module) defaultsOfKey(block *hclsyntax.Block, e expressions, in scope) {
	var all []*hclsyntax.Attribute
	for _, name := range []string{"metadata", "config_id", "allow_config_override"} {
		attribute := block.Body.Attributes[name]
		switch {
		case attribute == nil:
		case isUnset(attribute, "true"): // that it is allowed is Portkey's default
			e.text.dropLine(attribute.SrcRange)
		default:
			all = append(all, attribute)
		}
	}
	if len(all) == 0 {
		return
	}
	if name := all[0].Name; len(all) == 1 && name == "metadata" {
		e.text.replace(all[0].NameRange.Start.Byte, all[0].NameRange.End.Byte, "defaults")
		m.wrap(all[0].Expr, name, e, in)
		return
	}
	e.gather("defaults", all, in)
}

// gather moves arguments into one object.
func (e expressions) gather(name string, all []*hclsyntax.Attribute, in scope) {
	written := name + " = {\n"
	for _, attribute := range all {
		written += attribute.Name + " = " + e.rewritten(attribute.Expr, in) + "\n"
	}
	e.text.replace(all[0].SrcRange.Start.Byte, all[0].SrcRange.End.Byte, written+"}")
	for _, attribute := range all[1:] {
		e.text.dropLine(attribute.SrcRange)
	}
}

// settingsOfWorkspace writes the security settings, of which there is an argument each, as
// one object.
func (m *module) settingsOfWorkspace(block *hclsyntax.Block, e expressions, in scope) {
	var all []*hclsyntax.Attribute
	for name, attribute := range block.Body.Attributes {
		switch {
		case len(securitySettings.renamed[name]) == 0:
		case isNull(attribute.Expr):
			e.text.dropLine(attribute.SrcRange)
		default:
			all = append(all, attribute)
		}
	}
	slices.SortFunc(all, func(a, b *hclsyntax.Attribute) int { return a.SrcRange.Start.Byte - b.SrcRange.Start.Byte })
	if len(all) > 0 {
		e.gather("settings", all, in)
	}
}

// splitSecrets moves the secrets of an object in JSON to an argument of their own. Those
// that are written elsewhere are left to the user.
func (m *module) splitSecrets(attribute *hclsyntax.Attribute, s secrets, e expressions, in scope) {
	var object *hclsyntax.ObjectConsExpr
	if call, is := attribute.Expr.(*hclsyntax.FunctionCallExpr); is && call.Name == "jsonencode" && len(call.Args) == 1 {
		object, _ = call.Args[0].(*hclsyntax.ObjectConsExpr)
	}
	if object == nil {
		if literal, ok := literal(attribute.Expr); !ok || !literal.IsNull() {
			m.note(attribute.SrcRange, "plans show %s here: if it has %s, move that to %s", attribute.Name, strings.Join(s.keys, ", "), s.to)
		}
		return
	}
	kept, moved := "{\n", "\n\n"+s.to+" = {\n"
	oneLine := object.SrcRange.Start.Line == object.SrcRange.End.Line
	found := 0
	for _, item := range object.Items {
		name := literalText(item.KeyExpr)
		if !slices.Contains(s.keys, name) {
			kept += e.rewritten(item.KeyExpr, in) + " = " + e.rewritten(item.ValueExpr, in) + "\n"
			continue
		}
		found++
		moved += name + " = " + e.asText(item.ValueExpr, name, in) + "\n"
		if !oneLine {
			e.text.dropItem(item.KeyExpr.Range(), item.ValueExpr.Range())
		}
	}
	if found == 0 {
		return
	}
	if oneLine {
		e.text.replace(object.SrcRange.Start.Byte, object.SrcRange.End.Byte, kept+"}")
	}
	e.text.replace(attribute.SrcRange.End.Byte, attribute.SrcRange.End.Byte, moved+"}")
}

// asText writes an expression as an element of a map of texts: an object is one in JSON.
func (e expressions) asText(expr hclsyntax.Expression, name string, in scope) string {
	written := e.rewritten(expr, in)
	call, isCall := expr.(*hclsyntax.FunctionCallExpr)
	_, isObject := expr.(*hclsyntax.ObjectConsExpr)
	switch {
	case isObject, isCall && call.Name == "jsondecode":
		return "jsonencode(" + written + ")"
	case literalText(expr) == "" && (name == "custom_headers" || name == "vertex_service_account_json"):
		return "try(tostring(" + written + "), jsonencode(" + written + "))"
	}
	return written
}
