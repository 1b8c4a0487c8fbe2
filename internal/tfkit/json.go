package tfkit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// SameJSON reports whether two texts are the same JSON value: the order of keys, white
// space and the spelling of numbers and strings, composed or not, are not significant. Texts
// that are not JSON are the same where they are equal.
func SameJSON(a, b string) bool {
	valueA, errA := decodeJSON(a)
	valueB, errB := decodeJSON(b)
	if errA != nil || errB != nil {
		return a == b
	}
	return sameValue(valueA, valueB)
}

// CanonicalJSON is one spelling of a text for all that are the same by [SameJSON].
func CanonicalJSON(text string) string {
	value, err := decodeJSON(text)
	if err != nil {
		return text
	}
	canonical, _ := json.Marshal(canonicalValue(value)) // what was decoded always marshals
	return string(canonical)
}

func canonicalValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(value))
		for key, one := range value {
			object[portkey.Composed(key)] = canonicalValue(one)
		}
		return object
	case []any:
		list := make([]any, 0, len(value))
		for _, one := range value {
			list = append(list, canonicalValue(one))
		}
		return list
	case json.Number:
		whole, ok := new(big.Int).SetString(value.String(), 10)
		if !ok {
			float, err := value.Float64()
			if err != nil {
				return value
			}
			var accuracy big.Accuracy
			if whole, accuracy = big.NewFloat(float).Int(nil); accuracy != big.Exact {
				return float
			}
		}
		return json.Number(whole.String())
	case string:
		return portkey.Composed(value)
	default:
		return value
	}
}

// KeepJSON is seen, spelled as prior where both are the same value, and null for "".
func KeepJSON(prior *string, seen string) *string {
	if prior != nil && SameJSON(*prior, seen) {
		return prior
	}
	return TextOrNull(portkey.Composed(seen))
}

// decodeJSON keeps numbers as they are written: as floats, large ones would be equal
// that are not.
func decodeJSON(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return value, nil
}

func sameValue(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		b = withComposedKeys(b)
		for key, value := range withComposedKeys(a) {
			if other, there := b[key]; !there || !sameValue(value, other) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !sameValue(a[i], b[i]) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && sameNumber(a.String(), b.String())
	case string:
		b, ok := b.(string)
		return ok && portkey.SameText(a, b)
	default:
		return a == b
	}
}

func withComposedKeys(object map[string]any) map[string]any {
	composed := make(map[string]any, len(object))
	for key, value := range object {
		composed[portkey.Composed(key)] = value
	}
	return composed
}

// sameNumber compares whole numbers exactly and others as floats, which is how
// JSON readers decode them.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	wholeA, okA := new(big.Int).SetString(a, 10)
	wholeB, okB := new(big.Int).SetString(b, 10)
	if okA && okB {
		return wholeA.Cmp(wholeB) == 0
	}
	floatA, errA := strconv.ParseFloat(a, 64)
	floatB, errB := strconv.ParseFloat(b, 64)
	return errA == nil && errB == nil && floatA == floatB
}

// JSONObject refuses a string that is not a JSON object with at least one key. Its
// messages show nothing of the value, which may contain secrets.
func JSONObject() validator.String {
	return jsonText("a JSON object with at least one key", func(decoded any) bool {
		object, ok := decoded.(map[string]any)
		return ok && len(object) > 0
	})
}

// JSONObjectOrEmpty is JSONObject, and lets an object without keys pass.
func JSONObjectOrEmpty() validator.String {
	return jsonText("a JSON object", func(decoded any) bool {
		_, ok := decoded.(map[string]any)
		return ok
	})
}

// JSON refuses a string that is not JSON. Its messages show nothing of the value.
func JSON() validator.String {
	return jsonText("JSON", func(any) bool { return true })
}

// jsonText refuses what is not JSON, or not a value that passes.
func jsonText(description string, passes func(decoded any) bool) validator.String {
	return textValidator{description, func(value string, at path.Path) diag.Diagnostics {
		decoded, err := decodeJSON(value)
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &syntax):
			return invalid(at, fmt.Sprintf("The attribute %s is not JSON: there is a mistake at byte %d. Write it with jsonencode.", at, syntax.Offset))
		case err != nil:
			return invalid(at, fmt.Sprintf("The attribute %s is not JSON, or more than one value. Write it with jsonencode.", at))
		case !passes(decoded):
			return invalid(at, fmt.Sprintf("The attribute %s is not %s. Write it with jsonencode.", at, description))
		}
		return nil
	}}
}
