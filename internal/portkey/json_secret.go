package portkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// minSecret is the length from which a text can be a secret: stars for a shorter one
// would blot out what has nothing to do with it.
const minSecret = 8

// Secret is a text that the API returns once. Printing it, logging it or encoding it
// shows stars; only Reveal returns the text. The zero Secret is none.
type Secret struct {
	// text is behind a pointer because fmt does not call the methods of what an unexported
	// field contains, and prints an address then.
	text *string
}

// NewSecret is a secret with this text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// hiddenSecret is what is shown instead of a secret.
const hiddenSecret = "***"

// Reveal returns the text: only what stores or hands out the secret may call it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether there is none.
func (s Secret) IsZero() bool { return s.text == nil }

// Masked is the secret as Portkey shows it after it was returned: the first two and the
// last three characters (recorded).
func (s Secret) Masked() string {
	runes := []rune(s.Reveal())
	if len(runes) < minSecret { // too much of it would be left
		return ""
	}
	return string(runes[:2]) + keyMask + string(runes[len(runes)-3:])
}

// keyMask replaces the middle of a secret in the answers of the API.
const keyMask = "*****"

// isMasked reports whether a text is a masked secret. Secrets contain no stars.
func isMasked(text string) bool { return strings.Contains(text, "**") }

// String shows that there is a secret, and not which.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return hiddenSecret
}

// GoString is String: %#v shows fields else.
func (s Secret) GoString() string { return s.String() }

// Format is String for every verb and flag.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// LogValue is String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON is String: no request sends such a secret back.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads a string. Its error does not repeat what it read.
func (s *Secret) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		return errors.New("a secret of the answer is not a string")
	}
	*s = NewSecret(text)
	return nil
}
