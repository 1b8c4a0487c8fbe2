package conformance

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const guide = root + "/templates/guides/troubleshooting.md.tmpl"

// TestGuide_sections holds that each link in an error leads to a heading of the
// guide.
func TestGuide_sections(t *testing.T) {
	t.Parallel()
	var anchors []string
	for _, line := range strings.Split(read(t, guide), "\n") {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			anchors = append(anchors, anchor(heading))
		}
	}
	sections := sectionConstants(t)
	if len(sections) == 0 {
		t.Fatal("found no constants of sections")
	}
	for name, section := range sections {
		if !slices.Contains(anchors, section) {
			t.Errorf("%s: the guide has no heading for #%s", name, section)
		}
	}
}

// TestGuide_messages holds that whatever the provider says, its summary is in
// the guide, for people who look one up.
func TestGuide_messages(t *testing.T) {
	t.Parallel()
	text := read(t, guide)
	summaries := summaries(t)
	if len(summaries) < 10 {
		t.Fatalf("found only %d summaries: %q", len(summaries), summaries)
	}
	for _, summary := range summaries {
		// What is put in at run time may be anything.
		pattern := "`" + strings.ReplaceAll(regexp.QuoteMeta(summary), anyText, "[^`]+") + "`"
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("the tables of templates/guides/troubleshooting.md.tmpl do not have %q", strings.ReplaceAll(summary, anyText, "…"))
		}
	}
}

// anchor is what the registry makes of a heading.
func anchor(heading string) string {
	kept := regexp.MustCompile(`[^a-z0-9_ -]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(kept, " ", "-")
}

func sectionConstants(t *testing.T) map[string]string {
	t.Helper()
	sections := map[string]string{}
	inspect(t, func(node ast.Node) {
		spec, ok := node.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, "Section") {
			sections[spec.Names[0].Name] = literal(spec.Values[0])
		}
	})
	return sections
}

// anyText stands for the parts of a summary that the source does not spell out.
const anyText = "\x00"

// summaryArgument is which argument of a function is the summary.
var summaryArgument = map[string]int{
	"AddError": 0, "AddWarning": 0, "NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "WarnOnce": 1,
	"AddAttributeError": 1, "AddAttributeWarning": 1, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
}

// summaries finds them in the source: in calls that make a diagnostic, and in
// the acts that errors of the client are told with.
func summaries(t *testing.T) []string {
	t.Helper()
	var found []string
	inspect(t, func(node ast.Node) {
		switch node := node.(type) {
		case *ast.CallExpr:
			if i, ok := summaryArgument[called(node)]; ok && i < len(node.Args) {
				found = append(found, literal(node.Args[i]))
			}
		case *ast.CompositeLit:
			if typed, ok := node.Type.(*ast.SelectorExpr); ok && typed.Sel.Name == "Definition" {
				return // a function's summary is no message
			}
			if parts := fieldTexts(node); parts["Verb"] != "" && parts["Noun"] != "" {
				found = append(found, fmt.Sprintf("Cannot %s %s", parts["Verb"], parts["Noun"]))
			} else if parts["Summary"] != "" {
				found = append(found, parts["Summary"])
			}
		}
	})
	found = slices.DeleteFunc(found, func(summary string) bool { return strings.Trim(summary, anyText+" ") == "" })
	slices.Sort(found)
	return slices.Compact(found)
}

// called is the name of the function or method of a call.
func called(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.SelectorExpr:
		return function.Sel.Name
	case *ast.Ident:
		return function.Name
	}
	return ""
}

func fieldTexts(composite *ast.CompositeLit) map[string]string {
	texts := map[string]string{}
	for _, element := range composite.Elts {
		if field, ok := element.(*ast.KeyValueExpr); ok {
			if name, ok := field.Key.(*ast.Ident); ok {
				texts[name.Name] = literal(field.Value)
			}
		}
	}
	return texts
}

// literal is a string expression, with anyText for what is not a literal.
func literal(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		if value, err := strconv.Unquote(expression.Value); err == nil {
			return value
		}
	case *ast.BinaryExpr:
		return literal(expression.X) + literal(expression.Y)
	}
	return anyText
}

// inspect visits the source of what runs inside requests, and of what guards it.
func inspect(t *testing.T, visit func(ast.Node)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, entry fs.DirEntry, err error) error {
		guards := strings.Contains(filepath.ToSlash(path), "/guard/")
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || !guards && !servesRequests(path) {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			visit(node)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
