package portkey

import (
	"bytes"
	"encoding/json"
)

// Opt is a JSON value that can be absent, null or there. The Admin API gives
// the three different meanings: in a request, an absent key keeps what is
// stored and null clears it; in an answer, an absent key means that nothing is known. The
// zero Opt is absent; tag such fields omitzero.
type Opt[T any] struct {
	present bool
	null    bool
	value   T
}

// Some is an Opt with the value v.
func Some[T any](v T) Opt[T] { return Opt[T]{present: true, value: v} }

// Null is an Opt that is an explicit JSON null.
func Null[T any]() Opt[T] { return Opt[T]{present: true, null: true} }

// SomeOrNull is Some if the value is set, and Null otherwise: in a request, null clears.
func SomeOrNull[T any](v T, isSet bool) Opt[T] {
	if isSet {
		return Some(v)
	}
	return Null[T]()
}

// IsZero reports whether the value is absent; encoding/json asks for omitzero.
func (o Opt[T]) IsZero() bool { return !o.present }

// IsPresent reports whether the key was there at all, be it as null.
func (o Opt[T]) IsPresent() bool { return o.present }

// Get returns the value, and whether there is one: false for absent and null.
func (o Opt[T]) Get() (T, bool) { return o.value, o.present && !o.null }

// Or returns the value, or fallback where it is absent or null.
func (o Opt[T]) Or(fallback T) T {
	if v, ok := o.Get(); ok {
		return v
	}
	return fallback
}

// MarshalJSON writes the value, or null where there is none.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if v, ok := o.Get(); ok {
		return json.Marshal(v)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads a value or null. It is only called for keys that are there.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*o = Some(v)
	return nil
}
