package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// TestMain lets the test program be what Terraform starts, as main does.
func TestMain(m *testing.M) {
	if program := os.Getenv(envProgram); program != "" {
		if runProvider(program, os.Getenv(envUsage)) != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A bench of a few workspaces goes all the way, through the real Terraform. The
// ratios of so few mean nothing, the requests do; at night there are enough.
func TestBench(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("builds two providers and drives the CLI; not on Windows, where no peak of memory is known")
	}
	t.Parallel()
	dir := t.TempDir()
	cli, err := tfcli.Find()
	if err != nil {
		t.Skip("no terraform here to run")
	}
	all, err := contenders(t.Context(), filepath.Join("..", "..", ".."), dir)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	b := &bench{out: &said, dir: dir, cli: cli, contenders: append(all, contender{name: "another", source: vendor, program: all[0].program})}
	t.Run("workspaces", func(t *testing.T) { testWorkspaces(t, b) })
	t.Run("organisation", func(t *testing.T) { testOrganisation(t, b) })
}

func testWorkspaces(t *testing.T, b *bench) {
	n, starts := 12, 1
	if os.Getenv("PORTKEY_NIGHTLY") != "" {
		n, starts = 1000, 5
	}
	got, err := b.measure(t.Context(), plan{workspaces: []int{n}, latencies: []time.Duration{time.Millisecond}, atOnce: 4, starts: starts})
	if err != nil {
		t.Fatal(err)
	}
	pages := n/pageSize + 1 // the organisation's own workspace is listed too
	// A page is read once more than that many objects were asked for, and each of
	// these may have been read alone: which ones Terraform asks for first is chance.
	most := 2*pages + 1
	got.expect(t, map[string]map[string]int{
		bareName:  {"apply": n, "refresh": pages, "destroy": pages + n},
		emptyName: {"apply": 0, "refresh": 0, "destroy": 0},
		oursName:  {"apply": n + 10, "refresh": most, "destroy": most + 2*n}, // at most
		"another": {"apply": n + 10, "refresh": most, "destroy": most + 2*n},
	})
	if n > pageSize {
		if err := got.check(); err != nil {
			t.Error(err)
		}
		return
	}
	if text := got.tables(workspaces); !strings.Contains(text, "| Operation | 1 ms |") || !strings.Contains(text, "| destroy of 12 |") || !strings.Contains(text, "`another` compared with this provider") {
		t.Errorf("the tables are\n%s", text)
	}
}

func testOrganisation(t *testing.T, b *bench) {
	const n = 3
	got, err := b.measure(t.Context(), plan{teams: []int{n}, latencies: []time.Duration{0}, atOnce: 4, starts: 1})
	if err != nil {
		t.Fatal(err)
	}
	const (
		objects = 17 * n
		fewest  = 3 + 5 + 3*n + n // workspaces, keys and configs; access; members and policies; guardrails
		most    = fewest + 3*2    // two objects are read alone before a list of the organisation is
	)
	got.expect(t, map[string]map[string]int{
		bareName:  {"apply": 8*n + 5, "change": fewest + 1, "refresh": fewest, "destroy": fewest + 5 + 12*n},
		emptyName: {"apply": 0, "change": 0, "refresh": 0, "destroy": 0},
		dataName:  {"apply": 0, "change": 0, "refresh": 0, "destroy": 0},
		// At most a lookup, a write and a read for each, the contents of each config, and a
		// read before each delete.
		oursName: {"apply": 3 * objects, "change": most + n + 3, "refresh": most, "destroy": most + 2*objects},
	})
	if text := got.tables(organisation); !strings.Contains(text, "| change of 3 |") || !strings.Contains(text, "as many `terraform_data`") || strings.Contains(text, "another") {
		t.Errorf("the tables are\n%s", text)
	}
}

// expect compares the requests of each contender: the bare loop sends as many, the others
// at most.
func (r *report) expect(t *testing.T, requests map[string]map[string]int) {
	t.Helper()
	for _, row := range r.rows {
		if len(row.by) != len(requests) {
			t.Errorf("%d contenders were measured, want %d", len(row.by), len(requests))
		}
		for name, want := range requests {
			for _, op := range row.operations {
				m := row.by[name][op.name]
				if m.Requests > want[op.name] || name == bareName && m.Requests != want[op.name] {
					t.Errorf("%s of %s took %d requests, want %d", op.name, name, m.Requests, want[op.name])
				}
				if name != bareName && m.Whole <= 0 {
					t.Errorf("%s of %s: no CPU time was measured", op.name, name)
				}
				if name != bareName && name != dataName && (m.CPU <= 0 || m.Peak < 1<<20 || m.Processes < 1) {
					t.Errorf("%s of %s: %+v was measured", op.name, name, m.usage)
				}
			}
		}
	}
}

func TestOther(t *testing.T) {
	program := filepath.Join(t.TempDir(), "terraform-provider-another")
	t.Setenv(envOther, program)
	if _, err := other(); err == nil || !strings.Contains(err.Error(), envOther) {
		t.Errorf("a program that is not there: %v", err)
	}
	if err := os.WriteFile(program, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for named, source := range map[string]string{"": vendor, "somebody/portkey": "somebody/portkey"} {
		t.Setenv(envOtherSource, named)
		if got, err := other(); err != nil || got.source != source || got.name != source || got.program != program {
			t.Errorf("other() = %+v, %v", got, err)
		}
	}
}

// measuredAs is a report of two loads, in which ours took so many times what the
// empty provider took, in the larger load so many times more.
func measuredAs(w *workload, cpu, peak, growth float64) *report {
	r := &report{
		machine: "a machine", names: []string{oursName, emptyName, dataName},
		start: map[string]time.Duration{oursName: 60 * time.Millisecond, emptyName: 50 * time.Millisecond},
	}
	for i, n := range []int{1000, 5000} {
		ours, empty := results{}, results{}
		for _, op := range w.operations {
			each := time.Duration(n) * time.Millisecond
			empty[op.name] = measured{Wall: each, Whole: each, usage: usage{CPU: each, Peak: 100 << 20}}
			times := cpu
			if i == 1 {
				times *= growth
			}
			ours[op.name] = measured{
				Requests: n, Wall: 2 * each, Whole: 2 * each,
				usage: usage{CPU: time.Duration(times * float64(each)), Peak: int64(peak * 100 * (1 << 20))},
			}
		}
		by := map[string]results{oursName: ours, emptyName: empty, bareName: {}}
		if w == organisation {
			by[dataName] = empty
		}
		r.rows = append(r.rows, row{load: load{workload: w, n: n}, by: by})
	}
	return r
}

func TestReport_check(t *testing.T) {
	t.Parallel()
	slow := measuredAs(workspaces, 1, 1, 1)
	slow.start[oursName] = 101 * time.Millisecond
	heavy, chatty := measuredAs(organisation, 1, 1, 1), measuredAs(organisation, 1, 1, 1)
	for op, ours := range heavy.rows[0].by[oursName] {
		ours.Whole = 5100 * time.Millisecond
		heavy.rows[0].by[oursName][op] = ours
		ours.Requests = 4600
		chatty.rows[0].by[oursName][op] = ours
	}
	for name, test := range map[string]struct {
		report *report
		wrong  string
	}{
		"within the bounds":  {measuredAs(workspaces, 1.2, 1.2, 1.05), ""},
		"of an organisation": {measuredAs(organisation, 1.2, 1.2, 1.05), ""},
		"too much CPU":       {measuredAs(workspaces, 1.4, 1, 1), "apply of 1000 workspaces at 0s: CPU time is 1.40 times that of empty provider"},
		"too much memory":    {measuredAs(workspaces, 1, 1.4, 1), "destroy of 5000 workspaces at 0s: Memory is 1.40 times that of empty provider"},
		"not linear":         {measuredAs(workspaces, 0.5, 1, 1.5), "refresh of 5000 workspaces at 0s: each takes 1.50 times the CPU of one among 1000"},
		"a slow start":       {slow, "from the start to the schemas: 101ms of CPU"},
		"too heavy":          {heavy, "refresh of 1000 teams at 0s: CPU time of Terraform and the provider is 5.10 times that of terraform_data"},
		"too many requests":  {chatty, "refresh of 1000 teams at 0s: 4600 requests, want at most 4420"},
	} {
		err := test.report.check()
		if err == nil != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Each workload has a place of its own, and what was not measured stays.
func TestReport_write(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "page.md")
	place := func(w *workload, text string) string { return w.begin() + text + w.end() }
	tables := func(w *workload) string { return place(w, "\n"+measuredAs(w, 1, 1, 1).tables(w)+"\n") }
	write := func(text string) {
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# A guide\n" + place(workspaces, "") + "More.\n" + place(organisation, "what was measured before\n") + "The end.\n")
	for w, want := range map[*workload]string{
		workspaces:   tables(workspaces) + "More.\n",
		organisation: "More.\n" + tables(organisation) + "The end.\n",
	} {
		if err := measuredAs(w, 1, 1, 1).write(page); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# A guide\n") || !strings.Contains(string(text), want) || !strings.HasSuffix(string(text), "The end.\n") {
			t.Errorf("the page is\n%s", text)
		}
	}
	write("# A guide\n")
	if measuredAs(workspaces, 1, 1, 1).write(page) == nil {
		t.Error("a page without a place for the tables was written")
	}
}

func TestReport_tables(t *testing.T) {
	t.Parallel()
	got := measuredAs(workspaces, 1, 1, 1).tables(workspaces)
	for _, want := range []string{
		"Measured on a machine. ", "| destroy of 5000 | 5000 | 0 |\n", "| destroy of 5000 | – |\n",
		"Time of a run, by latency of the API:\n\n| Operation | 0 ms |\n|---|---:|\n| apply of 1000 | 2.00 |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the tables lack %q\n%s", want, got)
		}
	}
	if strings.Contains(got, dataName) {
		t.Errorf("the tables compare with what was not measured\n%s", got)
	}
	const want = "CPU time of Terraform and the provider, by latency of the API:\n\n| Operation | 0 ms |\n|---|---:|\n| apply of 1000 | 2.00 |\n"
	if got := measuredAs(organisation, 1, 1, 1).tables(organisation); !strings.Contains(got, want) {
		t.Errorf("the tables lack %q\n%s", want, got)
	}
}

// What a run of Terraform has used is the sum of its processes, and the most of
// them; no note at all is an error, not nothing.
func TestReadUsage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "usage")
	if _, err := readUsage(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a note: %v", err)
	}
	if err := os.WriteFile(file, []byte("{\"CPU\":5,\"Peak\":7,\"Processes\":1}\n{\"CPU\":3,\"Peak\":6,\"Processes\":1}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := readUsage(file); err != nil || got != (usage{CPU: 8, Peak: 7, Processes: 2}) {
		t.Errorf("readUsage() = %+v, %v", got, err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Error("the notes are still there, for the next run to add to")
	}
}
