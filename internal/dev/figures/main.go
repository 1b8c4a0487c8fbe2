// Command figures prints, for the notes of a release, a table of the tests that the
// guide "Guarantees" names for each promise, with the subtests
// that passed and the duration. It fails where one of the tests has not passed.
//
// Usage, in the root of the module: go test -json ./... | figures
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"
	"strings"
	"time"
)

const guide = "templates/guides/guarantees.md.tmpl"

var named = regexp.MustCompile("`(Test[A-Za-z_]+)`")

func main() {
	page, err := os.ReadFile(guide)
	if err = errors.Join(err, figures(string(page), os.Stdin, os.Stdout)); err != nil {
		log.Fatal(err)
	}
}

func figures(page string, events io.Reader, out io.Writer) error {
	took, subtests := map[string]float64{}, map[string]int{}
	for decoder := json.NewDecoder(events); decoder.More(); {
		var event struct {
			Action, Test string
			Elapsed      float64
		}
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		if top, _, within := strings.Cut(event.Test, "/"); event.Action == "pass" && within {
			subtests[top]++
		} else if event.Action == "pass" {
			took[top] = event.Elapsed
		}
	}
	var missing error
	fmt.Fprintln(out, "| promise | test | subtests | duration |\n|---|---|---:|---:|")
	for _, section := range strings.Split(page, "\n## ")[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		for _, test := range named.FindAllStringSubmatch(text, -1) {
			seconds, passed := took[test[1]]
			if !passed {
				missing = errors.Join(missing, fmt.Errorf("%s has not passed", test[1]))
			}
			fmt.Fprintf(out, "| %s | `%s` | %d | %s |\n", heading, test[1], subtests[test[1]], time.Duration(seconds)*time.Second)
		}
	}
	return missing
}
