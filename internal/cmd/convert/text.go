package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// text is a file, and the edits to make in it.
type text struct {
	source []byte
	edits  []edit
}

// edit puts other text in place of the bytes from start to end.
type edit struct {
	start, end int
	text       string
}

func (t *text) replace(start, end int, with string) {
	t.edits = append(t.edits, edit{start, end, with})
}

func (t *text) at(r hcl.Range) string { return string(t.source[r.Start.Byte:r.End.Byte]) }

// renameStep writes other attributes where a step of a traversal takes one: as
// .name, as ["name"], or as the name alone where the traversal begins with it.
func (t *text) renameStep(at hcl.Range, name string, to []string) {
	joined := strings.Join(to, ".")
	if written := t.at(at); strings.HasPrefix(written, "[") {
		joined = `["` + strings.Join(to, `"]["`) + `"]`
	} else {
		joined = strings.TrimSuffix(written, name) + joined
	}
	t.replace(at.Start.Byte, at.End.Byte, joined)
}

// wrap makes of name = value the attribute outer, an object that holds it.
func (t *text) wrap(attribute *hclsyntax.Attribute, name, outer string) {
	at, value := attribute.NameRange, attribute.Expr.Range()
	open, end := "{ "+name+" = ", " }"
	if value.Start.Line != value.End.Line {
		open, end = "{\n    "+name+" = ", "\n  }"
	}
	t.replace(at.Start.Byte, at.End.Byte, outer)
	t.replace(value.Start.Byte, value.Start.Byte, open)
	t.replace(value.End.Byte, value.End.Byte, end)
}

// dropItem takes an item out of an object: its line, or what of it stands
// between the items beside it.
func (t *text) dropItem(key, value hcl.Range) {
	start, end := key.Start.Byte, value.End.Byte
	rest := t.source[end:]
	rest = rest[:len(rest)-len(bytes.TrimLeft(rest, " \t,"))]
	end += len(rest)
	before := bytes.TrimRight(t.source[:start], " \t")
	if alone := end < len(t.source) && t.source[end] == '\n' && bytes.HasSuffix(before, []byte("\n")); alone {
		start, end = len(before), end+1
	} else if !bytes.Contains(rest, []byte(",")) {
		start = len(bytes.TrimRight(before, ", \t")) // the last one: the comma before it goes
	}
	t.replace(start, end, "")
}

// dropLine takes an attribute out, with its line where it has one of its own.
func (t *text) dropLine(at hcl.Range) {
	start, end := at.Start.Byte, at.End.Byte
	before := bytes.TrimRight(t.source[:start], " \t")
	if bytes.HasSuffix(before, []byte("\n")) && end < len(t.source) && t.source[end] == '\n' {
		start, end = len(before), end+1
	}
	t.replace(start, end, "")
}

// String is the text after the edits. What was formatted stays so.
func (t *text) String() string {
	slices.SortStableFunc(t.edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var out bytes.Buffer
	done := 0
	for _, e := range t.edits {
		out.Write(t.source[done:e.start])
		out.WriteString(e.text)
		done = e.end
	}
	out.Write(t.source[done:])
	if bytes.Equal(hclwrite.Format(t.source), t.source) {
		return string(hclwrite.Format(out.Bytes()))
	}
	return out.String()
}
