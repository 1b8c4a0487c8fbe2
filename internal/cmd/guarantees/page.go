package main

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/guarantee"
)

// A column of the tables: which run the figures are of.
type column int

const (
	byTest column = iota
	byNight
	columns
)

func (c column) String() string { return []string{"`make test`", "`make nightly`"}[c] }

// page is the guide: text and tables, in turn.
type page struct {
	parts []part
}

// part is some text, the last line of which may begin a table.
type part struct {
	text     string
	prefixes []string
	rows     map[string]row
}

// row is a figure as the guide has it; a cell may be empty.
type row struct {
	words   string
	numbers [columns]string
}

const (
	none   = "–"
	atMost = "at most "
	end    = "<!-- end of figures -->"
)

var (
	begin   = regexp.MustCompile(`^<!-- figures: ([a-z0-9_ ]+) -->$`)
	rowForm = regexp.MustCompile("^\\| (.+) \\(`([a-z0-9_]+)`\\) \\| (.+) \\| (.+) \\|$")
)

func readPage(text string) (*page, error) {
	p := &page{parts: []part{{}}}
	inTable := false
	for line := range strings.Lines(text) {
		last := &p.parts[len(p.parts)-1]
		trimmed := strings.TrimSuffix(line, "\n")
		switch match := begin.FindStringSubmatch(trimmed); {
		case inTable && trimmed == end:
			inTable = false
			p.parts = append(p.parts, part{text: line})
		case inTable:
			if cells := rowForm.FindStringSubmatch(trimmed); cells != nil {
				last.rows[cells[2]] = row{words: cells[1], numbers: [columns]string{cells[3], cells[4]}}
			}
		case match != nil:
			inTable = true
			last.text += line
			last.prefixes, last.rows = strings.Fields(match[1]), map[string]row{}
		default:
			last.text += line
		}
	}
	if inTable {
		return nil, errors.New("the last table has no end")
	}
	return p, nil
}

// String is the text of the page.
func (p *page) String() string {
	var b strings.Builder
	for _, part := range p.parts {
		b.WriteString(part.text)
		if part.rows == nil {
			continue
		}
		fmt.Fprintf(&b, "\n| What is counted | %s | %s |\n|---|---:|---:|\n", byTest, byNight)
		for _, key := range slices.Sorted(maps.Keys(part.rows)) {
			one := part.rows[key]
			fmt.Fprintf(&b, "| %s (`%s`) | %s | %s |\n", one.words, key, one.numbers[byTest], one.numbers[byNight])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// table is the table that a key belongs to: the one that names the longest
// beginning of it.
func (p *page) table(key string) map[string]row {
	var rows map[string]row
	longest := 0
	for _, part := range p.parts {
		for _, prefix := range part.prefixes {
			if strings.HasPrefix(key, prefix) && len(prefix) > longest {
				rows, longest = part.rows, len(prefix)
			}
		}
	}
	return rows
}

// take puts figures into a column, and takes those out that are not among them.
func (p *page) take(c column, figures map[string]guarantee.Figure) error {
	for _, part := range p.parts {
		for key, one := range part.rows {
			one.numbers[c] = none
			if part.rows[key] = one; one.numbers == [columns]string{none, none} {
				delete(part.rows, key)
			}
		}
	}
	for key, figure := range figures {
		rows := p.table(key)
		if rows == nil {
			return fmt.Errorf("no table of the guide takes the figure %q", figure)
		}
		one, there := rows[key]
		if !there {
			one.numbers = [columns]string{none, none}
		}
		one.words, one.numbers[c] = figure.Words, written(figure)
		rows[key] = one
	}
	return nil
}

// check wants of each figure what the guide says or better, and none that is
// only here or only there.
func (p *page) check(c column, figures map[string]guarantee.Figure) error {
	var wrong []error
	known := map[string]bool{}
	for _, part := range p.parts {
		for key, one := range part.rows {
			known[key] = true
			figure, published := figures[key]
			switch said := one.numbers[c]; {
			case said == none && !published:
			case !published:
				wrong = append(wrong, fmt.Errorf("%s: the guide says %s, but no test has published it", key, said))
			case said == none:
				wrong = append(wrong, fmt.Errorf("%s: the guide does not have %q", key, figure))
			default:
				wrong = append(wrong, compare(one, said, figure))
			}
		}
	}
	for key, figure := range figures {
		if !known[key] {
			wrong = append(wrong, fmt.Errorf("%s: the guide does not have %q", key, figure))
		}
	}
	return errors.Join(wrong...)
}

func compare(one row, said string, figure guarantee.Figure) error {
	plain, ceiling := strings.CutPrefix(said, atMost)
	number, err := strconv.ParseFloat(strings.ReplaceAll(plain, ",", ""), 64)
	switch {
	case err != nil:
		return fmt.Errorf("%s: the guide says %q, which is no number", figure.Key, said)
	case one.words != figure.Words || ceiling != figure.Ceiling:
		return fmt.Errorf("%s: the guide says %s %s, but the test %q", figure.Key, said, one.words, figure)
	case figure.Ceiling && figure.Number > number, !figure.Ceiling && figure.Number < number:
		return fmt.Errorf("%s: the guide promises %s, but the test has %q", figure.Key, said, figure)
	}
	return nil
}

// written is a number as the guide has it: 1,918 or "at most 1.2".
func written(f guarantee.Figure) string {
	whole, fraction, broken := strings.Cut(strconv.FormatFloat(f.Number, 'f', -1, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if broken {
		whole += "." + fraction
	}
	if f.Ceiling {
		return atMost + whole
	}
	return whole
}
