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
	n := 12
	if os.Getenv("PORTKEY_NIGHTLY") != "" {
		n = 1000
	}
	pages := n/pageSize + 1 // the organisation's own workspace is listed too
	// A page is read once more than that many objects were asked for, and each of
	// these may have been read alone: which ones Terraform asks for first is chance.
	most := 2*pages + 1
	got, err := b.measure(t.Context(), plan{workspaces: []int{n}, latencies: []time.Duration{0, time.Millisecond}, atOnce: 4})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range got.rows {
		for name, want := range map[string]map[string]int{
			bareName:  {"apply": n, "refresh": pages, "destroy": pages + n},
			emptyName: {"apply": 0, "refresh": 0, "destroy": 0},
			oursName:  {"apply": n + 10, "refresh": most, "destroy": most + 2*n}, // at most
			"another": {"apply": n + 10, "refresh": most, "destroy": most + 2*n},
		} {
			for _, op := range operations {
				m := row.by[name][op.name]
				if m.Requests > want[op.name] || name == bareName && m.Requests != want[op.name] {
					t.Errorf("%s of %s took %d requests, want %d", op.name, name, m.Requests, want[op.name])
				}
				if name != bareName && (m.CPU <= 0 || m.Peak < 1<<20 || m.Processes < 1) {
					t.Errorf("%s of %s: %+v was measured", op.name, name, m.usage)
				}
			}
		}
	}
	if n > pageSize {
		if err := got.check(); err != nil {
			t.Error(err)
		}
		return
	}
	if text := got.tables(); !strings.Contains(text, "| Operation | 0 ms | 1 ms |") || !strings.Contains(text, "| destroy of 12 |") || !strings.Contains(text, "`another` compared with this provider") {
		t.Errorf("the tables are\n%s", text)
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
func measuredAs(cpu, peak, growth float64) *report {
	r := &report{names: []string{oursName, emptyName}, start: map[string]time.Duration{oursName: 60 * time.Millisecond, emptyName: 50 * time.Millisecond}}
	for i, n := range []int{1000, 5000} {
		ours, empty := results{}, results{}
		for _, op := range operations {
			each := time.Duration(n) * time.Millisecond
			empty[op.name] = measured{Wall: each, usage: usage{CPU: each, Peak: 100 << 20}}
			times := cpu
			if i == 1 {
				times *= growth
			}
			ours[op.name] = measured{Requests: n, Wall: 2 * each, usage: usage{CPU: time.Duration(times * float64(each)), Peak: int64(peak * 100 * (1 << 20))}}
		}
		r.rows = append(r.rows, row{load: load{workspaces: n}, by: map[string]results{oursName: ours, emptyName: empty, bareName: {}}})
	}
	return r
}

func TestReport_check(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		report *report
		wrong  string
	}{
		"within the bounds": {measuredAs(1.2, 1.2, 1.05), ""},
		"too much CPU":      {measuredAs(1.4, 1, 1), "apply of 1000 at 0s: 1.40 times the CPU"},
		"too much memory":   {measuredAs(1, 1.4, 1), "destroy of 5000 at 0s: 1.40 times the memory"},
		"not linear":        {measuredAs(0.5, 1, 1.5), "refresh at 0s: a workspace among 5000 takes 1.50 times the CPU of one among 1000"},
	} {
		err := test.report.check()
		if err == nil != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	slow := measuredAs(1, 1, 1)
	slow.start[oursName] = 101 * time.Millisecond
	if err := slow.check(); err == nil || !strings.Contains(err.Error(), "from the start to the schemas: 101ms of CPU") {
		t.Errorf("a slow start: %v", err)
	}
}

func TestReport_write(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "page.md")
	for _, before := range []string{"", "what was measured before\n"} {
		if err := os.WriteFile(page, []byte("# A guide\n"+begin+before+end+"The end.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		r := measuredAs(1, 1, 1)
		r.machine = "a machine"
		if err := r.write(page); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		got := string(text)
		if !strings.HasPrefix(got, "# A guide\n"+begin+"\nMeasured on a machine. ") || !strings.HasSuffix(got, "| destroy of 5000 | – |\n\n"+end+"The end.\n") {
			t.Errorf("the page is\n%s", got)
		}
		for _, want := range []string{"| destroy of 5000 | 5000 | 0 |\n", "Time of a run, by latency of the API:\n\n| Operation | 0 ms |\n|---|---:|\n| apply of 1000 | 2.00 |\n"} {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %q\n%s", want, got)
			}
		}
	}
	if err := os.WriteFile(page, []byte("# A guide\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if measuredAs(1, 1, 1).write(page) == nil {
		t.Error("a page without a place for the tables was written")
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
