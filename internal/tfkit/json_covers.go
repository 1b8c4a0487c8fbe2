package tfkit

import "encoding/json"

// CoversJSON reports whether a JSON value that was seen has all that a text has: an object
// may have more keys, with which the server completes what it is sent.
func CoversJSON(text, seen string) bool {
	wanted, errA := decodeJSON(text)
	value, errB := decodeJSON(seen)
	if errA != nil || errB != nil {
		return text == seen
	}
	return covers(wanted, value)
}

func covers(wanted, seen any) bool {
	switch wanted := wanted.(type) {
	case map[string]any:
		seen, ok := seen.(map[string]any)
		if !ok {
			return false
		}
		seen = withComposedKeys(seen)
		for key, value := range withComposedKeys(wanted) {
			if other, there := seen[key]; !there || !covers(value, other) {
				return false
			}
		}
		return true
	case []any:
		seen, ok := seen.([]any)
		if !ok || len(wanted) != len(seen) {
			return false
		}
		for i := range wanted {
			if !covers(wanted[i], seen[i]) {
				return false
			}
		}
		return true
	default:
		return sameValue(wanted, seen)
	}
}

// JSONFields are the fields of a JSON object as they are written; none for anything else.
func JSONFields(text string) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil {
		return nil
	}
	return fields
}
