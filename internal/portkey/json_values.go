package portkey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Number is a JSON number as the Admin API writes them: integers arrive as
// floats (10.0) and now and then as strings ("10"). null decodes to 0.
type Number float64

// UnmarshalJSON reads a number, or a string that contains one.
func (n *Number) UnmarshalJSON(data []byte) error {
	text := unquoted(data)
	if text == "null" || text == "" {
		*n = 0
		return nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return fmt.Errorf("not a number: %.40s", data)
	}
	*n = Number(f)
	return nil
}

// Bool is a JSON boolean as the Admin API writes them: true, 1, "true" and
// their opposites all occur. null decodes to false.
type Bool bool

// UnmarshalJSON reads any of the spellings on record.
func (b *Bool) UnmarshalJSON(data []byte) error {
	switch unquoted(data) {
	case "true", "1", "1.0":
		*b = true
	case "false", "0", "0.0", "null", "":
		*b = false
	default:
		return fmt.Errorf("not a boolean: %.40s", data)
	}
	return nil
}

func unquoted(data []byte) string {
	return strings.Trim(string(bytes.TrimSpace(data)), `"`)
}

// Metadata is a map of strings. An organisation's metadata schema speaks of
// strings, but nothing stops other writers from storing other scalars: those
// are read as their JSON text, and a null value as no entry.
type Metadata map[string]string

// UnmarshalJSON reads an object; anything else than null or an object is an error.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if raw == nil {
		*m = nil
		return nil
	}
	*m = make(Metadata, len(raw))
	for key, value := range raw {
		if string(value) == "null" {
			continue
		}
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			// The decoder replaces invalid UTF-8 in strings only.
			s = strings.ToValidUTF8(string(value), "\ufffd")
		}
		(*m)[key] = s
	}
	return nil
}
