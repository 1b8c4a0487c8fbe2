package repo

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// habits are words that the documentation of Terraform does not use in this sense, and
// what it writes. CONTRIBUTING has the rules.
var habits = []struct {
	word  *regexp.Regexp
	write string
}{
	{regexp.MustCompile(`\b[Ww]ithout (it|them|either)(,| there\b)`), `"Defaults to …", "If omitted, …"`},
	{regexp.MustCompile(`\bExcludes\b`), `"Conflicts with …"`},
	{regexp.MustCompile(`\bgo(es)? (before|over)\b|\bbeneath\b`), `"takes precedence over", "overrides", "below"`},
	{regexp.MustCompile(`\bmade\b`), `"created", "sent"`},
	{regexp.MustCompile(`\b[Mm]ak(e|es|ing) (an?|the|its|two|no|new|first|another) (\w+ )?(workspace|config|API key|key|role)s?\b`), `"create"`},
	{regexp.MustCompile(`\b([Tt]ells?|told|telling)\b`), `"returns", "reports", "shows"`},
	{regexp.MustCompile(`\b(bears?|borne)\b`), `"has"`},
	{regexp.MustCompile(`\bholds? (an?|the|its|no|any) (\w+ )?(key|name|prompt|workspace|config)s?\b`), `"contains"`},
	{regexp.MustCompile(`\b([Mm]end(s|ed|ing)?|anew|besides)\b`), `"fix", "again", "in addition"`},
	{regexp.MustCompile(`\bgone\b`), `"deleted"`},
	{regexp.MustCompile(`\bfor good\b`), `"permanently"`},
	{regexp.MustCompile(`\b(is|are|was|were|be|been|gets?) refused\b`), `"rejected" of the API, "fails" of Terraform`},
	{regexp.MustCompile(`\bof (your|our|one's) own\b`), `"self-hosted", "local"`},
	{regexp.MustCompile(`\bmeans? nothing\b`), `"is not significant"`},
}

// spared are the same words in another sense.
var spared = regexp.MustCompile(`(?i)\bmade( up|-up| of| from| by "?make)\b|\b(edits?|changes?) (\w+ (is|are|was|were) )?made\b|\btells? (\w+ )+apart\b`)

// lapses are the places in a text where a habit is met.
func lapses(text string) []string {
	text = spared.ReplaceAllStringFunc(text, blank)
	var found []string
	for _, habit := range habits {
		for _, at := range habit.word.FindAllStringIndex(text, -1) {
			found = append(found, fmt.Sprintf("%d: %q: write %s", 1+strings.Count(text[:at[0]], "\n"), text[at[0]:at[1]], habit.write))
		}
	}
	return found
}

// TestLanguage holds that the pages, which have the descriptions of the schema in them,
// and the examples keep to the words of Terraform's documentation.
func TestLanguage(t *testing.T) {
	t.Parallel()
	var files []string
	for _, pattern := range []string{"*.md", "internal/*.md", "internal/*/*.md", "docs/*.md", "docs/*/*.md", "templates/*.tmpl", "templates/*/*.tmpl"} {
		files = append(files, glob(t, pattern)...)
	}
	err := filepath.WalkDir(root+"/examples", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(file) != ".svg" { // a recording, of what is in Go
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		// What is code or a quotation in a page is nobody's prose.
		text := read(t, file)
		if strings.Contains(filepath.Base(file), ".md") {
			text = quotation.ReplaceAllStringFunc(text, blank)
		}
		for _, lapse := range lapses(text) {
			t.Errorf("%s:%s", strings.TrimPrefix(filepath.ToSlash(file), root+"/"), lapse)
		}
	}
}

// quotation is what a page quotes.
var quotation = regexp.MustCompile("(?ms)^ *```(?:text|json|diff)\n.*?^ *```$|`[^`\n]*`")

// TestLanguage_go holds comments and strings of the code to the same words; those of
// tests are not read by users.
func TestLanguage_go(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text := read(t, file)
		files := token.NewFileSet()
		var words scanner.Scanner
		words.Init(files.AddFile(file, -1, len(text)), []byte(text), nil, scanner.ScanComments)
		for at, kind, literal := words.Scan(); kind != token.EOF; at, kind, literal = words.Scan() {
			if kind != token.COMMENT && kind != token.STRING {
				continue
			}
			for _, lapse := range lapses(literal) {
				t.Errorf("%s: in line %s", files.Position(at), lapse)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// blank keeps the lines of a text, and no words.
func blank(text string) string { return strings.Repeat("\n", strings.Count(text, "\n")) }

func TestLanguage_words(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"Defaults to 4. If omitted, the environment is used.": 0,
		"Without it, 4.": 1,
		"Excludes api_key, and goes before the environment.":        2,
		"A key is made, and made up of letters.":                    1,
		"Portkey tells\nwhat is gone for good.":                     3,
		"A plan is refused.":                                        1,
		"Make a first workspace on a control plane of your own.":    2,
		"Nothing was deleted, and the workspace has no other name.": 0,
		"The workspace bears a name and holds the key.":             2,
		"It mends the state anew.":                                  2,
	} {
		if got := lapses(text); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := lapses("one\ntwo anew"); len(got) != 1 || !strings.HasPrefix(got[0], "2: ") {
		t.Errorf("the line is %v", got)
	}
}
