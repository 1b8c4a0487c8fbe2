package main

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"golang.org/x/text/unicode/norm"
)

// identifier is a name as a name of HCL: in small letters, digits and underscores. "" if
// nothing of it is left.
func identifier(name string) string {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r): // the accent of the letter before
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && out.Len() > 0 {
				out.WriteByte('_')
			}
			gap = false
			out.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return out.String()
}

// naming names the objects of a module. The name of an object depends on it and on those of
// the same name, and not on the order in which Portkey lists them.
type naming struct {
	// byID are the names of objects, by type and id.
	byID map[[2]string]string
}

func nameAll(objects []*found) naming {
	n := naming{map[[2]string]string{}}
	// A name contains those of others: workspaces come first, and owners before what
	// they own.
	for i := range nouns {
		var same []*found
		for _, one := range objects {
			if one.noun == &nouns[i] {
				same = append(same, one)
			}
		}
		n.nameSome(same)
	}
	return n
}

// of is the name of an object, "" if it is not known.
func (n naming) of(kind, id string) string { return n.byID[[2]string{kind, id}] }

// nameSome names the objects of a noun.
func (n naming) nameSome(objects []*found) {
	taken := map[string]bool{}
	for key, name := range n.byID {
		if len(objects) > 0 && key[0] == objects[0].kind() { // another noun of the type
			taken[name] = true
		}
	}
	plain := map[string][]*found{}
	for _, one := range objects {
		name := n.plain(one)
		plain[name] = append(plain[name], one)
	}
	for _, name := range slices.Sorted(maps.Keys(plain)) {
		for _, one := range plain[name] {
			unique := name
			if len(plain[name]) > 1 || taken[name] {
				unique = name + "_" + suffix(one)
			}
			if taken[unique] {
				unique = name + "_" + identifier(one.id())
			}
			taken[unique] = true
			n.byID[[2]string{one.kind(), one.id()}] = unique
		}
	}
}

// plain is the name of an object, which others may have too: that of its workspace, and its
// own.
func (n naming) plain(one *found) string {
	home := ""
	if one.kind() != workspaces {
		home = n.of(workspaces, one.home())
	}
	var parts []string
	for _, attribute := range one.noun.names {
		if kind, refers := references[attribute]; refers {
			parts = append(parts, strings.TrimPrefix(n.ofReference(kind, text(one.state[attribute])), home+"_"))
			continue
		}
		parts = append(parts, identifier(nameOf(attribute, one.state[attribute])))
	}
	own := strings.Trim(strings.Join(parts, "_"), "_")
	if own == "" && len(one.noun.names) > 0 {
		own = suffix(one)
	}
	name := own
	switch {
	case home == "":
	case own == "":
		name = home
	case own != home && !strings.HasPrefix(own, home+"_"):
		name = home + "_" + own
	}
	if name == "" {
		return "this"
	}
	if unicode.IsDigit(rune(name[0])) {
		name = strings.TrimPrefix(one.kind(), "portkey_") + "_" + name
	}
	return name
}

// ofReference is the name of the object that an id refers to, or what is unique of the id.
func (n naming) ofReference(kind, id string) string {
	if name := n.of(kind, id); name != "" {
		return name
	}
	return identifier(last(id))
}

// nameOf is the text of an attribute that names an object. What follows the @ of an e-mail
// address is the same for most.
func nameOf(attribute string, value tftypes.Value) string {
	name := text(value)
	if attribute == "email" {
		name, _, _ = strings.Cut(name, "@")
	}
	return name
}

// suffix distinguishes an object from others of its name.
func suffix(one *found) string {
	if slug := text(one.state["slug"]); slug != "" {
		return identifier(last(slug))
	}
	return identifier(last(one.id()))
}

// last is what is unique of an ID or a slug: the last part of it.
func last(id string) string {
	if i := strings.LastIndexAny(id, "-/"); i >= 0 {
		return id[i+1:]
	}
	return id
}
