package repo

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// piece is a fenced piece of a guide: what a reader pastes or reads. file is the
// one that was named last before it, for a configuration to go into.
type piece struct{ language, text, file string }

var (
	fencedPiece = regexp.MustCompile("(?ms)^( *)```([a-z]+)\n(.*?)^ *```$")
	namedFile   = regexp.MustCompile("`([\\w/.-]+\\.(tf|hcl|json))`")
	anyHeading  = regexp.MustCompile(`(?m)^#+ (.*)$`)
)

// escaped are the braces of prompts, which the templates of pages would take for their own.
var escaped = regexp.MustCompile(`\{\{"(\{\{[^"]*\}\})"\}\}`)

// section is what a guide says under a heading, up to the next one of the same
// rank or above.
func section(t *testing.T, guide, heading string) string {
	t.Helper()
	text := escaped.ReplaceAllString(read(t, filepath.Join(root, "templates", "guides", guide+".md.tmpl")), "$1")
	start := regexp.MustCompile(`(?m)^(#+) ` + regexp.QuoteMeta(heading) + "$").FindStringSubmatchIndex(text)
	if start == nil {
		t.Fatalf("the guide %s has no heading %q", guide, heading)
	}
	rank := start[3] - start[2]
	rest := text[start[1]:]
	for _, next := range anyHeading.FindAllStringIndex(rest, -1) {
		// A comment in a shell looks like a heading.
		inside := strings.Count(rest[:next[0]], "```")%2 == 1
		if line := rest[next[0]:next[1]]; !inside && strings.Index(line, " ") <= rank {
			return rest[:next[0]]
		}
	}
	return rest
}

// pieces are the fenced pieces of a text, without the indent of a list.
func pieces(text string) []piece {
	var found []piece
	end := 0
	for _, at := range fencedPiece.FindAllStringSubmatchIndex(text, -1) {
		indent, language, inside := text[at[2]:at[3]], text[at[4]:at[5]], text[at[6]:at[7]]
		lines := strings.Split(inside, "\n")
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], indent)
		}
		one := piece{language: language, text: strings.Join(lines, "\n")}
		if named := namedFile.FindAllStringSubmatch(text[end:at[0]], -1); named != nil {
			one.file = named[len(named)-1][1]
		}
		found, end = append(found, one), at[1]
	}
	return found
}

// inOrder wants that a text holds all of these, one after the other.
func inOrder(t *testing.T, text string, wants ...string) {
	t.Helper()
	rest := text
	for _, want := range wants {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q is not where it should be\n%s", want, text)
		}
		rest = after
	}
}

func TestPieces(t *testing.T) {
	t.Parallel()
	text := section(t, "getting-started", "With a real key")
	got := pieces(text)
	if len(got) != 2 || got[0].language != "shell" || !strings.HasPrefix(got[0].text, "unset PORTKEY_BASE_URL\n") || got[1].language != "terraform" || got[1].file != "workspaces.tf" {
		t.Errorf("the pieces are %q", got)
	}
	if strings.Contains(text, "From the registry") || len(pieces(section(t, "getting-started", "Getting started"))) < 8 {
		t.Error("a section ends with the next of its rank, and holds those below it")
	}
}
