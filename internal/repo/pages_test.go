package repo

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPages_frontMatter holds that each page has what the registry reads of it: a
// title, a subcategory, and a description, as plain text. The registry sorts the
// subcategories, and the pages in each, by name: those of guides have a number in
// front, and name none that the other pages have.
func TestPages_frontMatter(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`(?s)\A---\npage_title: "([^"]+)"\n(?:subcategory: "([^"]*)"\n)?description: \|-\n((?:  [^\n]*\n)+)---\n\n# ([^\n]*)\n`)
	numbered := regexp.MustCompile(`^\d\. `)
	pages := append(glob(t, "docs/*.md"), glob(t, "docs/*/*.md")...)
	titles := map[string]string{}
	for _, page := range pages {
		name := strings.TrimPrefix(filepath.ToSlash(page), root+"/docs/")
		match := form.FindStringSubmatch(read(t, page))
		if match == nil {
			t.Errorf("%s: the front matter is not a title, a subcategory and a description, with a heading below", name)
			continue
		}
		title, subcategory, description, heading := match[1], match[2], match[3], match[4]
		if titles[title] != "" {
			t.Errorf("%s and %s have one title", name, titles[title])
		}
		titles[title] = name
		kind, _, below := strings.Cut(name, "/")
		switch {
		case !below && subcategory != "":
			t.Errorf("%s: the subcategory is %q", name, subcategory)
		case below && kind != "guides" && subcategory == "":
			t.Errorf("%s has no subcategory: give what its type begins with one in internal/dev/schema/subcategories.txt", name)
		case below && (kind == "guides") != numbered.MatchString(subcategory):
			t.Errorf("%s: the subcategory is %q, and those of guides, and no others, begin with a number", name, subcategory)
		}
		if kind == "guides" && heading != title {
			t.Errorf("%s: the heading %q is not the title %q", name, heading, title)
		}
		if strings.ContainsAny(description, "`*[") {
			t.Errorf("%s: the description is no plain text: %s", name, description)
		}
	}
}

// TestPages_size holds that what a contributor reads first can be read at once. What
// is about one package belongs into its comment.
func TestPages_size(t *testing.T) {
	t.Parallel()
	for page, most := range map[string]int{"CONTRIBUTING.md": 7_000, "internal/DESIGN.md": 12_000} {
		if size := len(read(t, filepath.Join(root, page))); size > most {
			t.Errorf("%s has %d bytes, want %d at most", page, size, most)
		}
	}
}
