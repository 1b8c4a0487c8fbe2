package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The bounds that the bench holds the provider to, with those of each workload.
const (
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
		for _, op := range row.operations {
			ours := row.by[oursName][op.name]
			at := fmt.Sprintf("%s of %d %s at %s", op.name, row.n, row.of, row.latency)
			for _, bound := range row.bounds {
				ratio := over(bound.of(ours), bound.of(row.by[bound.base][op.name]))
				if ratio > bound.most && (bound.only == "" || bound.only == op.name) {
					fail("%s: %s is %.2f times that of %s, want at most %.1f", at, bound.title, ratio, bound.base, bound.most)
				}
			}
			if op.name == refresh && row.mostRequests != nil && ours.Requests > row.mostRequests(row.n) {
				fail("%s: %d requests, want at most %d", at, ours.Requests, row.mostRequests(row.n))
			}
			for _, smaller := range r.rows[:i] {
				if smaller.workload != row.workload || smaller.latency != row.latency || smaller.n < leastLinear {
					continue
				}
				grown := over(ours.CPU, smaller.by[oursName][op.name].CPU) * over(smaller.n, row.n)
				if grown > mostGrowth {
					fail("%s: each takes %.2f times the CPU of one among %d, want at most %.1f", at, grown, smaller.n, mostGrowth)
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

// workloads are those that were measured.
func (r *report) workloads() []*workload {
	var all []*workload
	for _, row := range r.rows {
		if !slices.Contains(all, row.workload) {
			all = append(all, row.workload)
		}
	}
	return all
}

// tables are the results of a workload in Markdown: requests as they are, all else as
// ratios. The tables fit on the screen of a phone.
func (r *report) tables(w *workload) string {
	t := tables{sizes: r.sizes(w), operations: w.operations}
	t.line("Measured on %s. Starting the provider, up to its schemas, takes %s times the CPU time of the empty provider.",
		r.machine, ratio(r.start[oursName], r.start[emptyName]))
	t.line("")
	t.line("#### Requests")
	t.requests(oursName, "Requests", bareName, "Fewest")
	t.line("")
	t.line("#### Compared with the empty provider")
	t.compare(oursName, emptyName, wall, cpu, memory)
	t.line("")
	t.line("#### Compared with the bare loop")
	t.compare(oursName, bareName, wall)
	for _, name := range r.names {
		if _, did := t.sizes[0][0].by[name]; !did || name == oursName || name == emptyName {
			continue
		}
		t.line("")
		if name == dataName {
			t.line("#### Compared with as many `terraform_data`")
			t.compare(oursName, dataName, whole)
			continue
		}
		t.line("#### `%s` compared with this provider", name)
		t.line("")
		t.line("Starting it takes %s times the CPU time.", ratio(r.start[name], r.start[oursName]))
		t.requests(name, "Its requests", oursName, "Requests of this provider")
		t.compare(name, oursName, wall, cpu, memory)
	}
	return t.text.String()
}

// sizes are the rows of each size of a workload: one for each latency.
func (r *report) sizes(w *workload) [][]row {
	var sizes [][]row
	for _, row := range r.rows {
		if row.workload != w {
			continue
		}
		last := len(sizes) - 1
		if last < 0 || sizes[last][0].n != row.n {
			sizes, last = append(sizes, nil), last+1
		}
		sizes[last] = append(sizes[last], row)
	}
	return sizes
}

// guide is the page that takes the tables of each workload, between two comments.
const guide = "templates/guides/performance.md.tmpl"

func (w *workload) begin() string { return fmt.Sprintf("<!-- %s: measured by make bench -->\n", w.of) }
func (w *workload) end() string   { return fmt.Sprintf("<!-- %s: end of what was measured -->\n", w.of) }

// write puts the tables into the page.
func (r *report) write(page string) error {
	content, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	text := string(content)
	for _, w := range r.workloads() {
		before, rest, hasBegin := strings.Cut(text, w.begin())
		_, after, hasEnd := strings.Cut(rest, w.end())
		if !hasBegin || !hasEnd {
			return fmt.Errorf("%s: no place for the tables: %q and %q", page, w.begin(), w.end())
		}
		text = before + w.begin() + "\n" + r.tables(w) + "\n" + w.end() + after
	}
	return os.WriteFile(page, []byte(text), 0o644) //nolint:gosec // a page to be read
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
