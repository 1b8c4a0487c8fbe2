package portkey

import "golang.org/x/text/unicode/norm"

// Terraform composes every string of a configuration and of a state (NFC), but the API
// stores what it is sent: a name that was typed on a Mac, or pasted from a file name,
// can have its letters decomposed, as in e and an accent for é. Texts that the user sees
// as one are therefore compared in composed form. What confirms a delete, or is sent
// back unchanged, stays as it was read.

// Composed is text in composed Unicode (NFC).
func Composed(text string) string { return norm.NFC.String(text) }

// SameText reports whether two texts are the same in composed Unicode.
func SameText(a, b string) bool { return a == b || Composed(a) == Composed(b) }

// spellings are the names of which at least one has the bytes of what is stored under
// any of them, composed or decomposed: a filter of the API compares bytes.
func spellings(names []string) []string {
	all := make([]string, 0, len(names))
	for _, name := range names {
		composed, decomposed := Composed(name), norm.NFD.String(name)
		if all = append(all, composed); decomposed != composed {
			all = append(all, decomposed)
		}
	}
	return all
}

// hasSpellings reports whether a text can be stored in several ways.
func hasSpellings(text string) bool { return len(spellings([]string{text})) > 1 }

// composedMap is a map of texts in composed Unicode. Of two keys that are the same
// then, the one that is stored composed counts.
func composedMap(texts map[string]string) map[string]string {
	if texts == nil {
		return nil
	}
	all := make(map[string]string, len(texts))
	for key, text := range texts {
		if _, stored := texts[Composed(key)]; key == Composed(key) || !stored {
			all[Composed(key)] = Composed(text)
		}
	}
	return all
}
