// Package guarantee publishes the figures that tests arrive at: how much was
// tried, and which bounds were kept. The guide "What the provider guarantees,
// and how that is tested" is made of them, so that no figure in it is typed.
package guarantee

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Variable is the environment variable that names the file to which figures
// are appended, one line for each. Where it is not set they are only printed.
const Variable = "PORTKEY_GUARANTEES"

// lead begins each line.
const lead = "guarantee: "

// Figure is what one test, or one of several that share a key, arrived at.
type Figure struct {
	// Key names the figure: lower-case words joined by underscores.
	Key string
	// Number counts what was tried or, in a ceiling, is the bound that was kept.
	Number float64
	// Ceiling tells that Number is a bound.
	Ceiling bool
	// Words follow the number: what is counted, in one unit.
	Words string
}

// TB is what is wanted of a test.
type TB interface {
	Helper()
	Failed() bool
	Errorf(format string, args ...any)
}

// AtLeast publishes how much a test has tried, unless it failed. The numbers of
// one key add up.
func AtLeast(t TB, key string, number int, words string) {
	t.Helper()
	publish(t, Figure{Key: key, Number: float64(number), Words: words})
}

// AtMost publishes a bound that a test has held something to, unless it failed.
// A test whose measure depends on the machine publishes what it asserts. Of one
// key's numbers the highest counts.
func AtMost(t TB, key string, number float64, words string) {
	t.Helper()
	publish(t, Figure{Key: key, Number: number, Ceiling: true, Words: words})
}

func publish(t TB, f Figure) {
	t.Helper()
	if t.Failed() {
		return
	}
	if err := f.Publish(); err != nil {
		t.Errorf("cannot publish a figure: %s", err)
	}
}

// Publish prints a figure and appends it to the file that Variable names.
func (f Figure) Publish() error {
	line := f.String() + "\n"
	if _, err := os.Stdout.WriteString(line); err != nil {
		return err
	}
	path := os.Getenv(Variable)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) //nolint:gosec // whoever runs the tests names it
	if err != nil {
		return err
	}
	_, err = file.WriteString(line)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// String is the line that stands for a figure.
func (f Figure) String() string {
	sign := "="
	if f.Ceiling {
		sign = "<="
	}
	return lead + f.Key + sign + strconv.FormatFloat(f.Number, 'f', -1, 64) + " " + f.Words
}

// Parse reads a line back. Lines that are no figure are none; one that begins as
// a figure does and is none is an error.
func Parse(line string) (f Figure, is bool, err error) {
	rest, is := strings.CutPrefix(strings.TrimSpace(line), lead)
	if !is {
		return Figure{}, false, nil
	}
	key, rest, found := strings.Cut(rest, "=")
	number, words, spaced := strings.Cut(rest, " ")
	f.Key, f.Ceiling = strings.CutSuffix(key, "<")
	f.Words = words
	f.Number, err = strconv.ParseFloat(number, 64)
	if !found || !spaced || f.Key == "" || words == "" || err != nil {
		return Figure{}, true, fmt.Errorf("not a figure: %q", line)
	}
	return f, true, nil
}
