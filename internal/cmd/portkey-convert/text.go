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

// text is a file, and the edits in it, all of them inside its blocks.
type text struct {
	source  []byte
	newline string
	blocks  []hcl.Range // in the order of the file
	edits   []edit
}

func newText(source []byte, body *hclsyntax.Body) *text {
	t := &text{source: source, newline: "\n"}
	if line, _, _ := bytes.Cut(source, []byte("\n")); bytes.HasSuffix(line, []byte("\r")) {
		t.newline = "\r\n"
	}
	for _, block := range body.Blocks {
		t.blocks = append(t.blocks, block.Range())
	}
	return t
}

// edit puts other text in place of the bytes from start to end. order sorts the
// edits of one place.
type edit struct {
	start, end int
	text       string
	order      int
}

func (t *text) replace(start, end int, with string) {
	t.add(edit{start, end, with, len(t.edits)})
}

// around puts text before and after a range. What is put around it later is inside.
func (t *text) around(at hcl.Range, before, after string) {
	t.replace(at.Start.Byte, at.Start.Byte, before)
	t.add(edit{at.End.Byte, at.End.Byte, after, -len(t.edits)})
}

func (t *text) add(e edit) {
	e.text = strings.ReplaceAll(strings.ReplaceAll(e.text, "\r\n", "\n"), "\n", t.newline)
	t.edits = append(t.edits, e)
}

// sorted are the edits in the order of the file.
func (t *text) sorted() []edit {
	return slices.SortedFunc(slices.Values(t.edits), func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.order, b.order))
	})
}

func (t *text) at(r hcl.Range) string { return string(t.source[r.Start.Byte:r.End.Byte]) }

// renameStep replaces the attribute of a step by other attributes: .name, ["name"], or the
// name alone at the beginning of a traversal.
func (t *text) renameStep(at hcl.Range, name string, to []string) {
	joined := strings.Join(to, ".")
	if written := t.at(at); strings.HasPrefix(written, "[") {
		joined = `["` + strings.Join(to, `"]["`) + `"]`
	} else {
		joined = strings.TrimSuffix(written, name) + joined
	}
	t.replace(at.Start.Byte, at.End.Byte, joined)
}

// dropItem removes an item from an object, with its line if it has its own.
func (t *text) dropItem(key, value hcl.Range) {
	start, end := key.Start.Byte, value.End.Byte
	rest := t.source[end:]
	rest = rest[:len(rest)-len(bytes.TrimLeft(rest, " \t,"))]
	if t.dropWhole(start, end+len(rest)) {
		return
	}
	if !bytes.Contains(rest, []byte(",")) {
		start = len(bytes.TrimRight(t.source[:start], ", \t")) // the last one: the comma before it goes
	}
	t.replace(start, end+len(rest), "")
}

// dropLine removes an attribute, with its line if it has its own.
func (t *text) dropLine(at hcl.Range) {
	if !t.dropWhole(at.Start.Byte, at.End.Byte) {
		t.replace(at.Start.Byte, at.End.Byte, "")
	}
}

// dropWhole removes the line of the text from start to end, if nothing else is on it.
func (t *text) dropWhole(start, end int) bool {
	before, after := bytes.TrimRight(t.source[:start], " \t"), t.source[end:]
	line := bytes.TrimPrefix(after, []byte("\r"))
	alone := bytes.HasSuffix(before, []byte("\n")) && bytes.HasPrefix(line, []byte("\n"))
	if alone {
		t.replace(len(before), end+len(after)-len(line)+1, "")
	}
	return alone
}

// String is the text after the edits. The blocks that they are in are formatted.
func (t *text) String() string {
	var out bytes.Buffer
	done, edits := 0, t.sorted()
	for _, block := range t.blocks {
		n := 0
		for n < len(edits) && edits[n].start <= block.End.Byte {
			n++
		}
		if n > 0 {
			out.Write(t.source[done:block.Start.Byte])
			out.Write(hclwrite.Format([]byte(t.edited(block.Start.Byte, block.End.Byte, edits[:n]))))
			done, edits = block.End.Byte, edits[n:]
		}
	}
	out.Write(t.source[done:])
	return out.String()
}

// edited is the text from start to end after the edits in it. What is inside of a part that
// is replaced goes with it.
func (t *text) edited(start, end int, edits []edit) string {
	var out strings.Builder
	for _, e := range edits {
		if e.start < start {
			continue
		}
		out.Write(t.source[start:e.start])
		out.WriteString(e.text)
		start = e.end
	}
	out.Write(t.source[start:end])
	return out.String()
}
