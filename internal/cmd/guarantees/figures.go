package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/guarantee"
)

// collect reads the figures of files, by key: what was tried adds up, of bounds
// the highest counts.
func collect(paths []string) (map[string]guarantee.Figure, error) {
	all := map[string]guarantee.Figure{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			figure, is, err := guarantee.Parse(line)
			if err == nil && is {
				all[figure.Key], err = merge(all, figure)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no figures in %s", strings.Join(paths, ", "))
	}
	return all, nil
}

// keep writes the figures of each file into dir, in place of those that the
// target of the same name had there, and returns the paths of all that are kept.
func keep(dir string, paths []string) ([]string, error) {
	for _, path := range paths {
		figures, err := collect([]string{path})
		if err != nil {
			return nil, err
		}
		var text strings.Builder
		for _, key := range slices.Sorted(maps.Keys(figures)) {
			text.WriteString(figures[key].String() + "\n")
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), []byte(text.String()), 0o644); err != nil {
			return nil, err
		}
	}
	return filepath.Glob(filepath.Join(dir, "*.txt"))
}

func merge(all map[string]guarantee.Figure, figure guarantee.Figure) (guarantee.Figure, error) {
	before, there := all[figure.Key]
	switch {
	case !there:
	case before.Words != figure.Words || before.Ceiling != figure.Ceiling:
		return figure, fmt.Errorf("%q and %q are figures of one key", before, figure)
	case figure.Ceiling:
		figure.Number = max(figure.Number, before.Number)
	default:
		figure.Number += before.Number
	}
	return figure, nil
}
