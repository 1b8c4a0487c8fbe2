package main

import (
	"fmt"
	"strings"
	"time"
)

// tables are written line by line.
type tables struct {
	text       strings.Builder
	sizes      [][]row
	operations []operation
}

func (t *tables) line(format string, args ...any) { fmt.Fprintf(&t.text, format+"\n", args...) }

// figure is what is compared of two contenders.
type figure struct {
	title string
	of    func(measured) int64
}

var (
	wall   = figure{"Time of a run", func(m measured) int64 { return int64(m.Wall) }}
	cpu    = figure{"CPU time", func(m measured) int64 { return int64(m.CPU) }}
	memory = figure{"Memory", func(m measured) int64 { return m.Peak }}
	whole  = figure{"CPU time of Terraform and the provider", func(m measured) int64 { return int64(m.Whole) }}
)

// requests are those of two contenders. The latency hardly matters to them: the most
// of all latencies is shown.
func (t *tables) requests(name, title, base, baseTitle string) {
	t.line("")
	t.line("| Operation | %s | %s |", title, baseTitle)
	t.line("|---|---:|---:|")
	for _, size := range t.sizes {
		for _, op := range t.operations {
			most, mostBase := 0, 0
			for _, row := range size {
				most = max(most, row.by[name][op.name].Requests)
				mostBase = max(mostBase, row.by[base][op.name].Requests)
			}
			t.line("| %s of %d | %d | %d |", op.name, size[0].n, most, mostBase)
		}
	}
}

// compare shows figures of a contender as ratios to another one, by latency.
func (t *tables) compare(name, base string, figures ...figure) {
	for _, figure := range figures {
		head, rule := "", ""
		for _, row := range t.sizes[0] {
			head += fmt.Sprintf(" %d ms |", row.latency.Milliseconds())
			rule += "---:|"
		}
		t.line("")
		t.line("%s, by latency of the API:", figure.title)
		t.line("")
		t.line("| Operation |%s", head)
		t.line("|---|%s", rule)
		for _, size := range t.sizes {
			for _, op := range t.operations {
				cells := ""
				for _, row := range size {
					cells += " " + ratio(figure.of(row.by[name][op.name]), figure.of(row.by[base][op.name])) + " |"
				}
				t.line("| %s of %d |%s", op.name, size[0].n, cells)
			}
		}
	}
}

func ratio[T int | int64 | time.Duration](a, b T) string {
	switch value := over(a, b); {
	case b == 0:
		return "–"
	case value < 10:
		return fmt.Sprintf("%.2f", value)
	default:
		return fmt.Sprintf("%.0f", value)
	}
}
