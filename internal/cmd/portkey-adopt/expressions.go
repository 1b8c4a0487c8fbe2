package main

import (
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// writer writes the expressions of a block. hclwrite.Format indents them.
type writer struct {
	module *module
	block  *block
}

// attribute is the expression for an attribute, "" if it is not set. path is where it is.
func (w writer) attribute(a *tfprotov6.SchemaAttribute, value tftypes.Value, path string) string {
	switch {
	case a.WriteOnly && w.block.secrets[path] != "":
		return "var." + w.block.secrets[path]
	case value.IsNull():
		return ""
	case a.Type != nil && a.Type.Is(tftypes.String) && documents[a.Name]:
		return w.document(a.Name, text(value), a.Sensitive, path)
	case a.Sensitive:
		return w.secret(value, path)
	case a.NestedType != nil:
		return w.nested(a.NestedType, value, path)
	default:
		return w.plain(a.Name, value)
	}
}

// nested is an object, or a list, a set or a map of objects.
func (w writer) nested(nested *tfprotov6.SchemaObject, value tftypes.Value, path string) string {
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return w.object(nested.Attributes, value, path)
	case tfprotov6.SchemaObjectNestingModeMap:
		var keys, values []string
		for _, key := range sortedKeys(object(value)) {
			keys = append(keys, objectKey(key))
			values = append(values, w.object(nested.Attributes, object(value)[key], path+"."+key))
		}
		return joinObject(keys, values)
	default:
		var items []string
		for _, one := range elements(value) {
			items = append(items, w.object(nested.Attributes, one, path))
		}
		return joinList(items)
	}
}

func (w writer) object(attributes []*tfprotov6.SchemaAttribute, value tftypes.Value, path string) string {
	var keys, values []string
	for _, a := range inOrder(attributes) {
		if expression := w.attribute(a, object(value)[a.Name], path+"."+a.Name); expression != "" {
			keys, values = append(keys, a.Name), append(values, expression)
		}
	}
	return joinObject(keys, values)
}

// plain is a value without a schema of its own, of the attribute of this name.
func (w writer) plain(name string, value tftypes.Value) string {
	switch kind := value.Type(); {
	case value.IsNull():
		return "null"
	case kind.Is(tftypes.String):
		return w.text(name, text(value))
	case kind.Is(tftypes.Bool):
		if isTrue(value) {
			return "true"
		}
		return "false"
	case kind.Is(tftypes.Number):
		return number(value)
	case kind.Is(tftypes.Map{}):
		var keys, values []string
		for _, key := range sortedKeys(object(value)) {
			shown := objectKey(key)
			if reference := w.reference(name, key); reference != "" {
				shown = "(" + reference + ")"
			}
			keys, values = append(keys, shown), append(values, w.plain("", object(value)[key]))
		}
		return joinObject(keys, values)
	default:
		var items []string
		for _, one := range elements(value) {
			items = append(items, w.plain(name, one))
		}
		return joinList(items)
	}
}

// text is a string: a reference if it is the ID of something that is adopted.
func (w writer) text(name, value string) string {
	if reference := w.reference(name, value); reference != "" {
		return reference
	}
	if strings.Contains(strings.TrimSuffix(value, "\n"), "\n") {
		return heredoc(value)
	}
	return quoted(value)
}

// uuid is the form of the IDs that name one object among those of all types.
var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// reference is a reference to what an attribute names by an ID or a slug, "" if that is not
// adopted.
func (w writer) reference(name, value string) string {
	if kind := references[name]; kind != "" {
		return w.referTo(kind, value)
	}
	// The conditions of a policy can name objects of many types.
	if (name == "values" || name == "excludes") && uuid.MatchString(value) {
		for _, kind := range []string{workspaces, "portkey_api_key", configs, providers, prompts} {
			if reference := w.referTo(kind, value); reference != "" {
				return reference
			}
		}
	}
	return ""
}

func (w writer) referTo(kind, value string) string {
	to := w.module.refer(w.block, kind, value)
	switch {
	case to == nil:
		return ""
	case to.id() == value:
		return to.address() + ".id"
	default:
		return to.address() + ".slug"
	}
}

// secret is a variable for a secret that Portkey returns: a text, or each text of a map.
func (w writer) secret(value tftypes.Value, path string) string {
	if !value.Type().Is(tftypes.Map{}) {
		return "var." + w.module.variable(w.block, path, false)
	}
	var keys, values []string
	for _, key := range sortedKeys(object(value)) {
		keys, values = append(keys, objectKey(key)), append(values, "var."+w.module.variable(w.block, path+"."+key, false))
	}
	return joinObject(keys, values)
}

// quoted is a text in quotes.
func quoted(value string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(value)).Bytes())
}

// heredoc is a text of several lines, or the text in quotes if a heredoc would change it.
func heredoc(value string) string {
	written := laidOut(value)
	parsed, diags := hclsyntax.ParseExpression([]byte(written), "", hcl.InitialPos)
	if diags.HasErrors() || strings.Contains(value, "\r") {
		return quoted(value)
	}
	means, diags := parsed.Value(&hcl.EvalContext{Functions: map[string]function.Function{"chomp": stdlib.ChompFunc}})
	if diags.HasErrors() || !means.RawEquals(cty.StringVal(value)) {
		return quoted(value)
	}
	return strings.TrimSuffix(written, "\n")
}

// laidOut is a text in a heredoc.
func laidOut(value string) string {
	body, ends := strings.CutSuffix(value, "\n")
	var text strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			text.WriteString("    ")
		}
		text.WriteString(strings.NewReplacer("${", "$${", "%{", "%%{").Replace(line) + "\n")
	}
	if ends {
		return "<<-EOT\n" + text.String() + "  EOT\n"
	}
	return "chomp(<<-EOT\n" + text.String() + "  EOT\n  )"
}

// objectKey is the key of an object, in quotes unless it is a plain name.
func objectKey(key string) string {
	if plainKey.MatchString(key) && !reservedKeys[key] {
		return key
	}
	return quoted(key)
}

var (
	plainKey     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	reservedKeys = map[string]bool{"for": true, "null": true, "true": true, "false": true}
)

// width is how long a list or an object may be that is written on one line.
const width = 72

func joinList(items []string) string {
	if line := "[" + strings.Join(items, ", ") + "]"; fits(line, items) {
		return line
	}
	for i, item := range items {
		if strings.HasSuffix(item, "EOT") { // nothing may follow on its line
			items[i] += "\n"
		}
	}
	if len(items) == 1 { // the brackets of both on one line
		return "[" + items[0] + "]"
	}
	return "[\n" + strings.Join(items, ",\n") + ",\n]"
}

func joinObject(keys, values []string) string {
	if len(keys) == 0 {
		return "{}"
	}
	var entries []string
	for i, key := range keys {
		entries = append(entries, key+" = "+values[i])
	}
	if line := "{ " + strings.Join(entries, ", ") + " }"; fits(line, entries) {
		return line
	}
	return "{\n" + strings.Join(entries, "\n") + "\n}"
}

// fits reports whether a line is short, and none of its parts has several lines.
func fits(line string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(part, "\n") {
			return false
		}
	}
	return len(line) <= width
}
