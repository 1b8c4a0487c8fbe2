package emulator

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// clone copies a JSON value, so that nobody outside shares what is stored.
func clone[T any](value T) T {
	copied, _ := cloneAny(value).(T)
	return copied
}

func cloneAny(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := maps.Clone(v)
		for key, one := range out {
			out[key] = cloneAny(one)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, one := range out {
			out[i] = cloneAny(one)
		}
		return out
	case []map[string]any:
		out := slices.Clone(v)
		for i, one := range out {
			out[i] = clone(one)
		}
		return out
	default:
		return value
	}
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // everything stored came from JSON
	}
	return string(text)
}

// asJSON is a value as it would have come over the wire.
func asJSON(fields map[string]any) map[string]any {
	out := map[string]any{}
	if err := json.Unmarshal([]byte(jsonText(fields)), &out); err != nil {
		panic(err)
	}
	return out
}

// rewritten is a JSON text as a server in JavaScript writes it that has read it:
// compact, the keys in their order (recorded), numbers in their shortest form,
// and no character escaped that needs it in HTML alone.
func rewritten(raw json.RawMessage) string {
	var out bytes.Buffer
	rewrite(&out, json.NewDecoder(bytes.NewReader(raw)))
	return out.String()
}

func rewrite(out *bytes.Buffer, from *json.Decoder) {
	token := next(from)
	opening, nested := token.(json.Delim)
	if !nested {
		out.WriteString(scalar(token))
		return
	}
	out.WriteString(opening.String())
	for i := 0; from.More(); i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		if opening == '{' {
			out.WriteString(scalar(next(from)))
			out.WriteByte(':')
		}
		rewrite(out, from)
	}
	closing, _ := next(from).(json.Delim)
	out.WriteString(closing.String())
}

// next is the next token of a JSON text that is known to be valid.
func next(from *json.Decoder) json.Token {
	token, err := from.Token()
	if err != nil {
		panic(err)
	}
	return token
}

func scalar(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
}
