// Command mutation changes the packages that it is given in one small way after
// another (a comparison turned round, a statement left out) and runs each
// package's own tests against every change. A change that no test finds survives:
// it is listed in survivors.txt with the reason why that is right, or the command
// fails.
//
// Usage, in the root of the module: mutation [-only file.go,...] package ...
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

const listed = "internal/cmd/mutation/survivors.txt"

func main() {
	only := flag.String("only", "", "turn on the mutants of these files alone: their base names, parted by commas")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, flag.Args(), *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, packages []string, only string) error {
	reasons, err := readSurvivors(listed)
	if err != nil {
		return err
	}
	fates, tried := map[string]fate{}, map[string]bool{}
	for _, pkg := range packages {
		if err := runPackage(ctx, out, filepath.Clean(pkg), only, fates, tried); err != nil {
			return err
		}
	}
	score, err := judge(out, fates, tried, reasons)
	if err == nil && only == "" {
		fmt.Fprintf(out, "guarantee: mutation_score=%.1f %% of %d mutants of the client and the limits killed by their packages' own tests\n", score, len(fates))
	}
	return err
}

// runPackage tries the mutants of a package, as many at once as there are
// processors, and notes their fates and the files they are of.
func runPackage(ctx context.Context, out io.Writer, pkg, only string, fates map[string]fate, tried map[string]bool) error {
	dir, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := newBench(ctx, pkg, dir)
	if err != nil {
		return err
	}
	next := make(chan mutant)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for m := range next {
				became := b.try(ctx, m)
				mu.Lock()
				fates[m.name], tried[m.file] = became, true
				fmt.Fprintf(out, "%-8s  %s\n", became, m.name)
				mu.Unlock()
			}
		})
	}
	for _, m := range b.mutants {
		if ctx.Err() == nil && (only == "" || strings.Contains(","+only+",", ","+filepath.Base(m.file)+",")) {
			next <- m
		}
	}
	close(next)
	workers.Wait()
	return ctx.Err() // what was killed by it proves nothing
}
