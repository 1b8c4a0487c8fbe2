package function

import (
	"maps"
	"math/big"
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// object is a tree that has to be an object, if it is there. Of known keys, where
// any are given, none may be misspelt.
func (c *checker) object(at string, tree any, known []string) (map[string]any, bool) {
	object, ok := tree.(map[string]any)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not an object; write it in braces", kindOf(tree))
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if one, misspelt := tfkit.Meant(key, known); misspelt {
			c.refuse(join(at, key), "is no key of the gateway (did you mean %s?)", one)
		}
	}
	return object, ok
}

func (c *checker) list(at string, tree any) []any {
	list, ok := tree.([]any)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a list; write it in brackets", kindOf(tree))
	}
	return list
}

func (c *checker) text(at string, tree any) {
	if _, ok := tree.(string); !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a string; write it in quotes", kindOf(tree))
	}
}

// mode returns the mode of an object, which has to have one of a closed set.
func (c *checker) mode(at string, object map[string]any, words []string) string {
	at = join(at, "mode")
	if object["mode"] == nil {
		c.refuse(at, "is missing; use %s", orList(words))
	}
	c.text(at, object["mode"])
	word, ok := object["mode"].(string)
	if ok {
		c.closed(at, word, words)
	}
	return word
}

// closed wants a word of a closed set. It is shown, as no other value is.
func (c *checker) closed(at, word string, words []string) {
	if slices.Contains(words, word) {
		return
	}
	if one, misspelt := tfkit.Meant(word, words); misspelt {
		c.refuse(at, "is %.40q (did you mean %q?)", word, one)
		return
	}
	c.refuse(at, "is %.40q; use %s", word, orList(words))
}

// statusCodes checks a list of HTTP status codes.
func (c *checker) statusCodes(at string, tree any) {
	for i, code := range c.list(at, tree) {
		c.whole(index(at, i), code, 100, 599, "an HTTP status code")
	}
}

func (c *checker) weight(at string, tree any) {
	if weight, ok := c.number(at, tree); ok && weight.Sign() < 0 {
		c.refuse(at, "is below 0; write 0 for none of the requests, or the share as a number above")
	}
}

// whole wants a whole number in a range, which has no upper end where most is 0.
func (c *checker) whole(at string, tree any, least, most int64, what string) {
	number, ok := c.number(at, tree)
	if !ok {
		return
	}
	if whole, ok := tfkit.Whole(number); ok && whole >= least && (most == 0 || whole <= most) {
		return
	}
	if most == 0 {
		c.refuse(at, "is not a whole number of %s from %d on; write one", what, least)
		return
	}
	c.refuse(at, "is not %s; write a whole number from %d to %d", what, least, most)
}

func (c *checker) number(at string, tree any) (*big.Float, bool) {
	number, ok := tree.(*big.Float)
	if !ok && tree != nil && !isUnknown(tree) {
		c.refuse(at, "is %s, not a number; write it without quotes", kindOf(tree))
	}
	return number, ok
}

func isUnknown(tree any) bool { return tree == (any)(unknown{}) }
