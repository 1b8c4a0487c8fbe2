// Command bench measures what the provider costs: requests, time, CPU time and memory of
// the operations of two workloads, many workspaces and an organisation of many teams, by
// the real Terraform against an Admin API in memory, at several distances of that API. It
// measures beside it a provider with the same schemas and nothing behind them, a bare loop
// that sends the fewest requests that the API allows, as many terraform_data for the
// organisation and, where its program is named in PORTKEY_BENCH_OTHER, another provider.
// It fails where a bound is not kept, and with -write writes the tables into the guide.
//
// A full run takes 40 minutes on two cores that do nothing else, of which the organisation
// takes 10. While working on something, measure less: -workspaces=1000 -teams= -latencies=0s.
// A workload that is not measured stays in the guide as it is.
//
// Start reading at run; workload.go is what is managed, lab.go a run of Terraform, and
// meter.go how a provider is measured in it.
//
// # Where the time goes
//
// To see that, write a CPU profile from the provider's main (pprof.StartCPUProfile
// before it serves), to a file for each process, since Terraform starts several, and a
// heap profile after runtime.GC. Profiles showed that the plugin libraries write
// trace lines that Terraform drops, a quarter of all CPU time (guard.SkipUnreadLogs
// stops that), and that the framework keeps the context of each request, nearly all
// memory (the lease in guard ends that). The rest is the framework's own, and can't be
// avoided from outside: it makes the maps of a schema for each step of a path, walks
// every value several times, and compiles a regular expression for each field of a
// struct that it reads into.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

func main() {
	if program := os.Getenv(envProgram); program != "" {
		if err := runProvider(program, os.Getenv(envUsage)); err != nil {
			os.Exit(1)
		}
		return
	}
	work := plan{starts: 5}
	workspaces := flag.String("workspaces", "100,1000,5000", "how many workspaces, each number in turn; empty for none")
	teams := flag.String("teams", "200", "how many teams of an organisation, each number in turn; empty for none")
	latencies := flag.String("latencies", "0s,20ms,100ms", "how long each answer takes, each in turn")
	flag.IntVar(&work.atOnce, "parallelism", 10, "Terraform's -parallelism")
	write := flag.Bool("write", false, "write the tables into the guide")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := errors.Join(
		parse(*workspaces, strconv.Atoi, &work.workspaces),
		parse(*teams, strconv.Atoi, &work.teams),
		parse(*latencies, time.ParseDuration, &work.latencies),
	)
	if err == nil {
		err = run(ctx, os.Stdout, work, *write)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func parse[T any](text string, one func(string) (T, error), into *[]T) error {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' }) {
		value, err := one(word)
		if err != nil {
			return err
		}
		*into = append(*into, value)
	}
	return nil
}

// plan is what is to be measured.
type plan struct {
	workspaces, teams []int
	latencies         []time.Duration
	atOnce            int
	// starts are how often each contender is only started, of which the least CPU time counts.
	starts int
}

// loads are all of it.
func (p plan) loads() []load {
	var all []load
	for _, part := range []struct {
		*workload
		sizes []int
	}{{workspaces, p.workspaces}, {organisation, p.teams}} {
		for _, n := range part.sizes {
			for _, latency := range p.latencies {
				all = append(all, load{workload: part.workload, n: n, latency: latency, atOnce: p.atOnce})
			}
		}
	}
	return all
}

// run measures all of it, in a directory of its own that it removes.
func run(ctx context.Context, out io.Writer, work plan, write bool) (err error) {
	root, err := tfcli.ModuleRoot(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "portkey-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	b := &bench{out: out, dir: dir}
	if b.cli, err = tfcli.FindOrInstall(ctx, filepath.Join(dir, "bin"), out); err != nil {
		return err
	}
	fmt.Fprintln(out, "Building the provider and the empty one...")
	if b.contenders, err = contenders(ctx, root, dir); err != nil {
		return err
	}
	report, err := b.measure(ctx, work)
	if err != nil {
		return err
	}
	for _, w := range report.workloads() {
		fmt.Fprint(out, "\n", report.tables(w))
	}
	if write {
		if err := report.write(filepath.Join(root, guide)); err != nil {
			return err
		}
	}
	return report.check()
}

// bench is where the work is done.
type bench struct {
	out        io.Writer
	dir        string
	cli        string
	contenders []contender
	runs       int // so far: each has a directory of its own
}

// measure has every contender do all of the work.
func (b *bench) measure(ctx context.Context, work plan) (*report, error) {
	r := &report{start: map[string]time.Duration{}}
	for _, c := range b.contenders {
		r.names = append(r.names, c.name)
		if c.program == "" {
			continue
		}
		start, err := c.startToSchema(ctx, b.cli, b.nextDir(), work.starts)
		if err != nil {
			return nil, err
		}
		r.start[c.name] = start
		b.say("%-16s started, asked for its schemas, ended: %d ms of CPU", c.name, start.Milliseconds())
	}
	var last row
	for _, l := range work.loads() {
		loop, err := bareLoop(ctx, l)
		if err != nil {
			return nil, err
		}
		b.announce(l, bareName, loop)
		row := row{load: l, by: map[string]results{bareName: loop}}
		for _, c := range b.contenders {
			if !l.takes(c) {
				continue
			}
			if c.asksNothing && last.workload == l.workload && last.n == l.n { // the distance of an API is nothing to it
				row.by[c.name] = last.by[c.name]
				continue
			}
			got, err := c.measure(ctx, b.cli, b.nextDir(), l)
			if err != nil {
				return nil, err
			}
			b.announce(l, c.name, got)
			row.by[c.name] = got
		}
		r.rows = append(r.rows, row)
		last = row
	}
	var err error
	r.machine, err = machine(ctx, b.cli)
	return r, err
}

func (b *bench) nextDir() string {
	b.runs++
	return filepath.Join(b.dir, strconv.Itoa(b.runs))
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.out, format+"\n", args...) }

func (b *bench) announce(l load, name string, got results) {
	for _, op := range l.operations {
		m := got[op.name]
		b.say("%5d %-10s %5s %-8s %-16s %6d requests %8.1f s %8.2f s of CPU %8.2f s with Terraform %4d MB",
			l.n, l.of, l.latency, op.name, name, m.Requests, m.Wall.Seconds(), m.CPU.Seconds(), m.Whole.Seconds(), m.Peak>>20)
	}
}
