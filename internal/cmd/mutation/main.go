// Command mutation changes the packages that it is given in one small way after
// another (a comparison turned round, a statement left out) and runs each
// package's own tests against every change. A change that no test finds survives:
// it is listed in survivors.txt with the reason why that is right, or the command
// fails.
//
// Usage, in the root of the module: mutation [-match pattern] package ...
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
)

const listed = "internal/cmd/mutation/survivors.txt"

func main() {
	match := flag.String("match", "", "turn on those mutants alone whose names match, such as retry.go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, flag.Args(), *match)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, packages []string, match string) error {
	reasons, err := readSurvivors(listed)
	if err != nil {
		return err
	}
	pattern, err := regexp.Compile(match)
	if err != nil {
		return err
	}
	fates := map[string]fate{}
	for _, pkg := range packages {
		if err := runPackage(ctx, out, filepath.Clean(pkg), pattern, fates); err != nil {
			return err
		}
	}
	return judge(out, fates, reasons)
}

// runPackage tries the mutants of a package, as many at once as there are
// processors, and notes their fates.
func runPackage(ctx context.Context, out io.Writer, pkg string, match *regexp.Regexp, fates map[string]fate) error {
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
				fates[m.name] = became
				fmt.Fprintf(out, "%-8s  %s\n", became, m.name)
				mu.Unlock()
			}
		})
	}
	for _, m := range b.mutants {
		if ctx.Err() == nil && match.MatchString(m.name) {
			next <- m
		} else {
			mu.Lock()
			fates[m.name] = untried
			mu.Unlock()
		}
	}
	close(next)
	workers.Wait()
	return ctx.Err() // what was killed by it proves nothing
}
