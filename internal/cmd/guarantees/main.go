// Command guarantees holds the figures of the guide "What the provider
// guarantees, and how that is tested" against those that tests have published,
// or, with -write, writes them into the guide's template.
//
//	PORTKEY_GUARANTEES=figures.txt make test && go run ./internal/cmd/guarantees figures.txt
//
// The figures of a nightly target are kept in night/, until the target is run
// again: the whole night is longer than anyone's patience.
//
// Tables stand between two comments, the first of which names how the keys of
// its figures begin.
package main

import (
	"flag"
	"fmt"
	"os"
)

const (
	guide = "templates/guides/guarantees.md.tmpl"
	night = "internal/cmd/guarantees/night"
)

func main() {
	write := flag.Bool("write", false, "write the figures into the guide instead of comparing them")
	nightly := flag.Bool("nightly", false, "the figures are those of nightly targets: keep them, and take them with those that are kept")
	flag.Parse()
	if err := run(*write, *nightly, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(write, nightly bool, paths []string) error {
	column := byTest
	if nightly {
		column = byNight
		var err error
		if paths, err = keep(night, paths); err != nil {
			return err
		}
	}
	figures, err := collect(paths)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(guide)
	if err != nil {
		return err
	}
	page, err := readPage(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", guide, err)
	}
	if !write {
		return page.check(column, figures)
	}
	if err := page.take(column, figures); err != nil {
		return err
	}
	return os.WriteFile(guide, []byte(page.String()), 0o644)
}
