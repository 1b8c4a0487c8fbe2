package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// floor is the share of mutants, in percent, that must be killed.
const floor = 90

// readSurvivors reads the list: a line for each mutant, as it is named, and
// below it, or below several, indented, why no test can or should find them.
func readSurvivors(file string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	var names []string // that share a reason
	reasoned := true
	for line := range strings.Lines(string(text)) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case line[0] == '\t':
			if len(names) == 0 {
				return nil, fmt.Errorf("%s: a reason without a mutant: %s", file, trimmed)
			}
			for _, name := range names {
				reasons[name] = strings.TrimSpace(reasons[name] + " " + trimmed)
			}
			reasoned = true
		default:
			if _, twice := reasons[trimmed]; twice {
				return nil, fmt.Errorf("%s: %q is listed twice", file, trimmed)
			}
			if reasoned {
				names, reasoned = nil, false
			}
			names, reasons[trimmed] = append(names, trimmed), ""
		}
	}
	for name, reason := range reasons {
		if reason == "" {
			return nil, fmt.Errorf("%s: %q has no reason", file, name)
		}
	}
	return reasons, nil
}

// judge compares what survived with the list, and the score with the floor.
func judge(out io.Writer, fates map[string]fate, reasons map[string]string) error {
	var wrong []error
	count, files := map[fate]int{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(fates)) {
		became := fates[name]
		count[became]++
		file, _, _ := strings.Cut(name, " ")
		files[file] = true
		if became == survived && reasons[name] == "" {
			wrong = append(wrong, fmt.Errorf("no test finds this, and the list has no reason for it: %s", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		file, _, _ := strings.Cut(name, " ")
		switch became, exists := fates[name]; {
		case !files[file] || became == survived || exists && became == untried:
		case exists:
			// No error, since a machine under load can kill by its slowness alone.
			fmt.Fprintf(out, "listed as a survivor, but %s: %s\n", became, name)
		default:
			wrong = append(wrong, fmt.Errorf("listed as a survivor, but there is no such mutant: %s", name))
		}
	}
	dead := count[killed] + count[hung]
	tried := len(fates) - count[untried]
	if tried == 0 {
		return errors.New("there is nothing to mutate")
	}
	score := 100 * float64(dead) / float64(tried)
	fmt.Fprintf(out, "%d killed, %d of them since the tests did not end; %d survived: %.1f %%\n", dead, count[hung], count[survived], score)
	if score < floor {
		wrong = append(wrong, fmt.Errorf("%.1f %% of the mutants were killed, want %d %%", score, floor))
	}
	return errors.Join(wrong...)
}
