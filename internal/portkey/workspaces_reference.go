package portkey

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// ReferenceKind says by what a reference identifies a workspace.
type ReferenceKind string

// The kinds of reference, in the order in which Workspaces.Find tries them.
const (
	ByID   ReferenceKind = "id"
	BySlug ReferenceKind = "slug"
	ByName ReferenceKind = "name"
)

// The errors of ParseReference. None shows the reference.
var (
	ErrReferenceBlank = errors.New("the reference is blank; give the id, the slug or the name of a workspace")
	ErrReferenceSpace = errors.New("the reference begins or ends with white space or an invisible character; remove it, for example with trimspace")
	ErrReferenceKey   = errors.New("the reference looks like an API key, so it is not shown here; " +
		"give the id, the slug or the name of a workspace, and replace the key if it has been shared or committed. " +
		"If it is a name, pass it directly to the argument name of the data source portkey_workspace, which accepts every text")
)

// Ids are UUIDs of any version. A slug is "ws-", up to six characters of the name
// and six hexadecimal digits (recorded: ws-shared-e2a85b, ws-test-a-174eb1). How the
// middle is formed is not on record, so any of it is accepted there, and none too.
var (
	uuidPattern = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	slugPattern = regexp.MustCompile(`^ws-([A-Za-z0-9_-]*-)?[0-9a-f]{6}$`)
)

// Trim returns a text without what is easily left at its ends and never seen: white
// space, and characters without width.
func Trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\u200b\u2060\ufeff", r) })
}

// ParseReference says what Workspaces.Find would find a reference to be, as far as
// the text shows without asking Portkey: what can be no id is a name, as there; of
// what can be, a UUID is an id and the form of slugs a slug. Find goes on
// to the name where there is no such id or slug, which only a request can show.
func ParseReference(ref string) (ReferenceKind, error) {
	switch {
	case Trim(ref) == "":
		return "", ErrReferenceBlank
	case Trim(ref) != ref:
		return "", ErrReferenceSpace
	case looksLikeKey(ref):
		return "", ErrReferenceKey
	case !idPattern.MatchString(ref):
		return ByName, nil
	case uuidPattern.MatchString(ref):
		return ByID, nil
	case slugPattern.MatchString(ref):
		return BySlug, nil
	default:
		return ByName, nil
	}
}

var (
	keyText = regexp.MustCompile(`^[A-Za-z0-9+/_-]{20,}={0,2}$`)
	digits  = regexp.MustCompile(`[0-9]+`)
	// A word of a name, such as Team, 42, EU1 or 3Scale.
	word = regexp.MustCompile(`^([A-Za-z]+[0-9]*|[0-9]+[A-Za-z]*)$`)
)

// looksLikeKey reports whether a text could be an API key: those of Portkey are
// base64 of random bytes (on record masked, as z1*****3AX), and those of the
// providers behind it are alike, with a word in front. Capitals, small letters and
// digits take turns in them. A name of one long word, such as
// FraudDetection2026Production, has its digits in one or two places, and one of many
// falls into words at "-" and "_", as Prod-EU1-Team-42 does and random text does not.
func looksLikeKey(text string) bool {
	text = strings.TrimPrefix(text, "Bearer ")
	if !keyText.MatchString(text) || uuidPattern.MatchString(text) {
		return false
	}
	if strings.ToUpper(text) == text || strings.ToLower(text) == text {
		return false
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '_' })
	if !slices.ContainsFunc(parts, func(part string) bool { return !word.MatchString(part) }) {
		return false
	}
	return strings.HasSuffix(text, "=") || len(digits.FindAllString(text, -1)) > 2
}
