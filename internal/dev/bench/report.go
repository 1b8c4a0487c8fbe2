package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// The bounds that the bench holds the provider to, beside the empty one.
const (
	mostCPU     = 1.3                    // times that of the empty provider
	mostPeak    = 1.3                    // times that of the empty provider
	mostGrowth  = 1.3                    // times the CPU per workspace of a smaller load
	mostStart   = 100 * time.Millisecond // of CPU, from the start to the schemas
	leastLinear = 1000                   // workspaces; with fewer, starting weighs too much
)

// report is what was measured.
type report struct {
	machine string
	names   []string // of the contenders
	start   map[string]time.Duration
	rows    []row
}

// row is one load, by the name of who did it.
type row struct {
	load
	by map[string]results
}

// check returns an error that names every bound that is not kept.
func (r *report) check() error {
	var wrong []error
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if start := r.start[oursName]; start > mostStart {
		fail("from the start to the schemas: %s of CPU, want at most %s", start, mostStart)
	}
	for i, row := range r.rows {
		for _, op := range operations {
			ours, empty := row.by[oursName][op.name], row.by[emptyName][op.name]
			if ratio := over(ours.CPU, empty.CPU); ratio > mostCPU {
				fail("%s of %d at %s: %.2f times the CPU of the empty provider, want at most %.1f", op.name, row.workspaces, row.latency, ratio, mostCPU)
			}
			if ratio := over(ours.Peak, empty.Peak); ratio > mostPeak {
				fail("%s of %d at %s: %.2f times the memory of the empty provider, want at most %.1f", op.name, row.workspaces, row.latency, ratio, mostPeak)
			}
			for _, smaller := range r.rows[:i] {
				if smaller.latency != row.latency || smaller.workspaces < leastLinear {
					continue
				}
				grown := over(ours.CPU, smaller.by[oursName][op.name].CPU) * over(smaller.workspaces, row.workspaces)
				if grown > mostGrowth {
					fail("%s at %s: a workspace among %d takes %.2f times the CPU of one among %d, want at most %.1f",
						op.name, row.latency, row.workspaces, grown, smaller.workspaces, mostGrowth)
				}
			}
		}
	}
	return errors.Join(wrong...)
}

// over is a quotient; 0 where there is nothing to divide by.
func over[T int | int64 | time.Duration](a, b T) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// tables are the results in Markdown: requests as they are, all else as ratios. The
// tables fit on the screen of a phone.
func (r *report) tables() string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("Measured on %s. Starting the provider, up to its schemas, takes %s times the CPU time of the empty provider.",
		r.machine, ratio(r.start[oursName], r.start[emptyName]))
	line("")
	line("### Requests")
	r.requests(line, oursName, "Requests", bareName, "Fewest")
	line("")
	line("### Compared with the empty provider")
	r.compare(line, oursName, emptyName, figures...)
	line("")
	line("### Compared with the bare loop")
	r.compare(line, oursName, bareName, figures[0])
	for _, name := range r.names {
		if name != oursName && name != emptyName {
			line("")
			line("### `%s` compared with this provider", name)
			line("")
			line("Starting it takes %s times the CPU time.", ratio(r.start[name], r.start[oursName]))
			r.requests(line, name, "Its requests", oursName, "Requests of this provider")
			r.compare(line, name, oursName, figures...)
		}
	}
	return text.String()
}

// figure is what is compared of two contenders.
type figure struct {
	title string
	of    func(measured) int64
}

var figures = []figure{
	{"Time of a run", func(m measured) int64 { return int64(m.Wall) }},
	{"CPU time", func(m measured) int64 { return int64(m.CPU) }},
	{"Memory", func(m measured) int64 { return m.Peak }},
}

// sizes are the rows of each number of workspaces: one for each latency.
func (r *report) sizes() [][]row {
	var sizes [][]row
	for i, row := range r.rows {
		if i == 0 || row.workspaces != r.rows[i-1].workspaces {
			sizes = append(sizes, nil)
		}
		last := len(sizes) - 1
		sizes[last] = append(sizes[last], row)
	}
	return sizes
}

// requests are those of two contenders. The latency hardly matters to them: the most
// of all latencies is shown.
func (r *report) requests(line func(string, ...any), name, title, base, baseTitle string) {
	line("")
	line("| Operation | %s | %s |", title, baseTitle)
	line("|---|---:|---:|")
	for _, size := range r.sizes() {
		for _, op := range operations {
			most, mostBase := 0, 0
			for _, row := range size {
				most = max(most, row.by[name][op.name].Requests)
				mostBase = max(mostBase, row.by[base][op.name].Requests)
			}
			line("| %s of %d | %d | %d |", op.name, size[0].workspaces, most, mostBase)
		}
	}
}

// compare shows figures of a contender as ratios to another one, by latency.
func (r *report) compare(line func(string, ...any), name, base string, figures ...figure) {
	for _, figure := range figures {
		for i, size := range r.sizes() {
			if i == 0 {
				head, rule := "", ""
				for _, row := range size {
					head += fmt.Sprintf(" %d ms |", row.latency.Milliseconds())
					rule += "---:|"
				}
				line("")
				line("%s, by latency of the API:", figure.title)
				line("")
				line("| Operation |%s", head)
				line("|---|%s", rule)
			}
			for _, op := range operations {
				cells := ""
				for _, row := range size {
					cells += " " + ratio(figure.of(row.by[name][op.name]), figure.of(row.by[base][op.name])) + " |"
				}
				line("| %s of %d |%s", op.name, size[0].workspaces, cells)
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

// guide is the page that takes the tables, between two comments.
const (
	guide = "templates/guides/performance.md.tmpl"
	begin = "<!-- measured by make bench -->\n"
	end   = "<!-- end of what was measured -->\n"
)

// write puts the tables into the page.
func (r *report) write(page string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, hasBegin := strings.Cut(string(text), begin)
	_, after, hasEnd := strings.Cut(rest, end)
	if !hasBegin || !hasEnd {
		return fmt.Errorf("%s: no place for the tables: %q and %q", page, begin, end)
	}
	return os.WriteFile(page, []byte(before+begin+"\n"+r.tables()+"\n"+end+after), 0o644) //nolint:gosec // a page to be read
}

// machine is what the results were measured on.
func machine(ctx context.Context, cli string) (string, error) {
	out, err := exec.CommandContext(ctx, cli, "version", "-json").Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", cli, err)
	}
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return "", fmt.Errorf("%s version: %w", cli, err)
	}
	return fmt.Sprintf("%d cores, %s on %s, Terraform %s, %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, answer.Version, runtime.Version()), nil
}
