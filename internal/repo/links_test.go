package repo

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLinks holds that each link between the pages of this repository leads to a
// page, and to a heading where it names one, on GitHub and for those of docs/ also in
// the registry. Links to other sites are not followed, but for those to files of this
// repository.
func TestLinks(t *testing.T) {
	t.Parallel()
	site := os.DirFS(root)
	count := 0
	for _, page := range pages(t, site) {
		text, err := fs.ReadFile(site, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range markdownLinks(string(text)) {
			count++
			if err := followLink(site, page, link); err != nil {
				t.Errorf("%s: the link to %s: %v", page, link, err)
			}
		}
	}
	if count < 20 {
		t.Errorf("found only %d links", count)
	}
}

// pages are those at the root, those of developers, those that the registry shows, and
// their templates, but for the ones that many pages are made of: their links are those
// pages'.
func pages(t *testing.T, site fs.FS) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"*.md", "internal/*.md", "internal/*/*.md", "docs/*.md", "docs/*/*.md", "templates/index.md.tmpl", "templates/*/*.md.tmpl"} {
		matches, err := fs.Glob(site, pattern)
		if err != nil || len(matches) == 0 {
			t.Fatalf("%s matches %d files: %v", pattern, len(matches), err)
		}
		found = append(found, matches...)
	}
	return found
}

var (
	fence      = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	inlineCode = regexp.MustCompile("`[^`\n]*`")
	linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	pageAnchor = regexp.MustCompile(`(?m)^#+ (.*)$|<a id="([^"]*)">`)
)

// ownFiles is where the pages link to files that the registry does not show.
const ownFiles = "https://" + module + "/blob/main/"

// markdownLinks are the links of a page that lead to another one or to a heading.
func markdownLinks(text string) []string {
	text = inlineCode.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
	var links []string
	for _, match := range linkTarget.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(match[1], ":") || strings.HasPrefix(match[1], ownFiles) {
			links = append(links, match[1])
		}
	}
	return links
}

// followLink returns why a link of a page leads nowhere, on GitHub or in the registry.
func followLink(site fs.FS, page, link string) error {
	target, heading, _ := strings.Cut(link, "#")
	// A page is read where it is generated to.
	if from, template := strings.CutPrefix(page, "templates/"); template {
		page = path.Join("docs", strings.TrimSuffix(from, ".tmpl"))
	}
	file := page
	if inside, own := strings.CutPrefix(target, ownFiles); own {
		file = inside
	} else if target != "" {
		file = path.Join(path.Dir(page), target)
		if strings.HasPrefix(page, "docs/") && inRegistry(page, target) != file {
			return fmt.Errorf("the registry looks for %s, and GitHub for %s", inRegistry(page, target), file)
		}
	}
	if _, err := fs.Stat(site, file); err != nil || heading == "" {
		return err
	}
	text, err := fs.ReadFile(site, file)
	if err != nil {
		return err
	}
	for _, match := range pageAnchor.FindAllStringSubmatch(fence.ReplaceAllString(string(text), ""), -1) {
		if heading == match[2] || match[1] != "" && heading == anchor(match[1]) {
			return nil
		}
	}
	return fmt.Errorf("%s has no heading for it", filepath.ToSlash(file))
}

// inRegistry is the file whose page the registry shows for a relative link. A page is
// at its path without the extension, which is also dropped from the links in it; the
// overview, docs/index.md, is at docs, with no slash at its end.
func inRegistry(page, target string) string {
	address := strings.TrimSuffix(strings.TrimSuffix(page, ".md"), "/index")
	return path.Join(path.Dir(address), strings.TrimSuffix(target, ".md")) + ".md"
}

func TestLinks_rules(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("README.md", "# Read me\n\n## What it `costs`\n\n```\n# Not a heading\n```\n")
	write("docs/index.md", "## The force_delete\n")
	write("docs/guides/one.md", "<a id=\"nested--at\"></a>\n")
	write("docs/resources/two.md", "## A heading\n")
	site := os.DirFS(dir)
	for _, test := range []struct {
		page, link string
		good       bool
	}{
		{"README.md", "docs/index.md", true},
		{"README.md", "docs/index", false},
		{"README.md", "docs/guides", true},
		{"README.md", "#what-it-costs", true},
		{"README.md", "#not-a-heading", false},
		{"README.md", "docs/index.md#the-force_delete", true},
		{"docs/guides/one.md", "one.md", true},
		{"docs/guides/one.md", "one", false},
		{"docs/guides/one.md", "../resources/two.md#a-heading", true},
		{"docs/guides/one.md", "../resources/two", false},
		{"docs/guides/one.md", "../resources/three.md", false},
		{"docs/guides/one.md", "../index.md", true},
		{"docs/guides/one.md", "../../README.md", true},
		{"docs/guides/one.md", "#nested--at", true},
		{"templates/guides/one.md.tmpl", "../resources/two.md", true},
		{"templates/guides/one.md.tmpl", "two.md", false},
		{"templates/guides/one.md.tmpl", "#nested--at", true},
		{"docs/index.md", "#the-force_delete", true},
		{"docs/index.md", "guides/one.md", false},
		{"docs/guides/one.md", "../resources", false},
		{"docs/index.md", "docs/guides/one.md", false},
		{"templates/index.md.tmpl", "guides/one", false},
		{"templates/index.md.tmpl", ownFiles + "docs/guides/one.md#nested--at", true},
		{"docs/index.md", ownFiles + "README.md#what-it-costs", true},
		{"docs/index.md", ownFiles + "LICENCE", false},
	} {
		if err := followLink(site, test.page, test.link); (err == nil) != test.good {
			t.Errorf("%s of %s: %v", test.link, test.page, err)
		}
	}
	text := "[a](one) `[b](two)` [c](https://example.com/x) [d](" + ownFiles + "x)\n```\n[e](three)\n```\n[f](#four)"
	if got := strings.Join(markdownLinks(text), " "); got != "one "+ownFiles+"x #four" {
		t.Errorf("the links are %s", got)
	}
}
