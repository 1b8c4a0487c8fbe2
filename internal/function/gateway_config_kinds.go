package function

import (
	"maps"
	"math/big"
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// object is a tree that has to be an object, if it is set. No key may be similar to one
// of the known keys.
func (c *checker) object(at string, tree any, known []string) (map[string]any, bool) {
	object, ok := tree.(map[string]any)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not an object; use braces", kindOf(tree))
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if one, misspelt := tfkit.Meant(key, known); misspelt {
			c.refuse(join(at, key), "unknown key (did you mean %s?)", one)
		}
	}
	return object, ok
}

func (c *checker) list(at string, tree any) []any {
	list, ok := tree.([]any)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a list; use brackets", kindOf(tree))
	}
	return list
}

func (c *checker) text(at string, tree any) {
	if _, ok := tree.(string); !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a string; use quotes", kindOf(tree))
	}
}

// mode returns the mode of an object, which is required.
func (c *checker) mode(at string, object map[string]any, words []string) string {
	at = join(at, "mode")
	if object["mode"] == nil {
		c.refuse(at, "missing; use %s", orList(words))
	}
	c.text(at, object["mode"])
	word, ok := object["mode"].(string)
	if ok {
		c.closed(at, word, words)
	}
	return word
}

// closed requires a word of a closed set. It is the only value that errors show.
func (c *checker) closed(at, word string, words []string) {
	if slices.Contains(words, word) {
		return
	}
	if one, misspelt := tfkit.Meant(word, words); misspelt {
		c.refuse(at, "unsupported value %.40q (did you mean %q?)", word, one)
		return
	}
	c.refuse(at, "unsupported value %.40q; use %s", word, orList(words))
}

// statusCodes checks a list of HTTP status codes.
func (c *checker) statusCodes(at string, tree any) {
	for i, code := range c.list(at, tree) {
		c.whole(index(at, i), code, 100, 599, "an HTTP status code")
	}
}

func (c *checker) weight(at string, tree any) {
	if weight, ok := c.number(at, tree); ok && weight.Sign() < 0 {
		c.refuse(at, "is negative; use 0 for no requests, or a positive share")
	}
}

// whole requires a whole number in a range. A most of 0 means no maximum.
func (c *checker) whole(at string, tree any, least, most int64, what string) {
	number, ok := c.number(at, tree)
	if !ok {
		return
	}
	if whole, ok := tfkit.Whole(number); ok && whole >= least && (most == 0 || whole <= most) {
		return
	}
	if most == 0 {
		c.refuse(at, "is not a whole number of %s; use a whole number of at least %d", what, least)
		return
	}
	c.refuse(at, "is not %s; use a whole number from %d to %d", what, least, most)
}

func (c *checker) number(at string, tree any) (*big.Float, bool) {
	number, ok := tree.(*big.Float)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a number; remove the quotes", kindOf(tree))
	}
	return number, ok
}

func isUnknown(tree any) bool { return tree == (any)(unknown{}) }
