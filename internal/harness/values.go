package harness

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Marker is the type of Unknown.
type Marker string

// Unknown stands for a value that is not known yet, in configurations and in
// planned values.
const Unknown Marker = "(known after apply)"

// numberPrecision is that of numbers in HCL and in state files.
const numberPrecision = 512

var errWrongType = errors.New("inappropriate value for attribute")

// fromGo converts a configuration to a value of a type. A configuration is built
// of maps, slices, strings, numbers, booleans, nil and Unknown; of any Go type
// of these kinds.
func fromGo(t tftypes.Type, v any) (tftypes.Value, error) {
	if v == nil {
		return tftypes.NewValue(t, nil), nil
	}
	if v == Unknown {
		return tftypes.NewValue(t, tftypes.UnknownValue), nil
	}
	rv := reflect.ValueOf(v)
	switch t := t.(type) {
	case tftypes.List:
		return sequenceFromGo(t, t.ElementType, rv)
	case tftypes.Set:
		return sequenceFromGo(t, t.ElementType, rv)
	case tftypes.Map:
		return mappingFromGo(t, rv, func(string) (tftypes.Type, bool) { return t.ElementType, true })
	case tftypes.Object:
		return mappingFromGo(t, rv, func(name string) (tftypes.Type, bool) {
			attr, ok := t.AttributeTypes[name]
			return attr, ok
		})
	}
	return scalarFromGo(t, rv)
}

func sequenceFromGo(t, element tftypes.Type, rv reflect.Value) (tftypes.Value, error) {
	if rv.Kind() != reflect.Slice {
		return tftypes.Value{}, fmt.Errorf("%w: %s for %s", errWrongType, rv.Type(), t)
	}
	elements := make([]tftypes.Value, rv.Len())
	for i := range elements {
		var err error
		if elements[i], err = fromGo(element, rv.Index(i).Interface()); err != nil {
			return tftypes.Value{}, fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return canonical(tftypes.NewValue(t, elements))
}

func mappingFromGo(t tftypes.Type, rv reflect.Value, typeOf func(string) (tftypes.Type, bool)) (tftypes.Value, error) {
	if rv.Kind() != reflect.Map || rv.Type().Key().Kind() != reflect.String {
		return tftypes.Value{}, fmt.Errorf("%w: %s for %s", errWrongType, rv.Type(), t)
	}
	values := make(map[string]tftypes.Value)
	if object, ok := t.(tftypes.Object); ok {
		for name, attr := range object.AttributeTypes {
			values[name] = tftypes.NewValue(attr, nil)
		}
	}
	for _, key := range rv.MapKeys() {
		element, ok := typeOf(key.String())
		if !ok {
			return tftypes.Value{}, fmt.Errorf("%w: an argument named %q is not expected here", errWrongType, key)
		}
		value, err := fromGo(element, rv.MapIndex(key).Interface())
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", key, err)
		}
		values[key.String()] = value
	}
	return tftypes.NewValue(t, values), nil
}

func scalarFromGo(t tftypes.Type, rv reflect.Value) (tftypes.Value, error) {
	number := func(text string) (tftypes.Value, error) {
		f, _, err := big.ParseFloat(text, 10, numberPrecision, big.ToNearestEven)
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%w: %w", errWrongType, err)
		}
		return tftypes.NewValue(t, f), nil
	}
	isNumber := t.Is(tftypes.Number)
	if text, ok := rv.Interface().(json.Number); ok && isNumber {
		return number(text.String())
	}
	switch kind := rv.Kind(); {
	case kind == reflect.String && t.Is(tftypes.String):
		return tftypes.NewValue(t, rv.String()), nil
	case kind == reflect.Bool && t.Is(tftypes.Bool):
		return tftypes.NewValue(t, rv.Bool()), nil
	case rv.CanInt() && isNumber:
		return number(strconv.FormatInt(rv.Int(), 10))
	case rv.CanFloat() && isNumber:
		return number(strconv.FormatFloat(rv.Float(), 'g', -1, 64))
	}
	return tftypes.Value{}, fmt.Errorf("%w: %s for %s", errWrongType, rv.Type(), t)
}

// toGo converts a value to maps, slices, strings, booleans, nil, Unknown and
// what number makes of numbers.
func toGo(v tftypes.Value, number func(*big.Float) any) any {
	switch {
	case !v.IsKnown():
		return Unknown
	case v.IsNull():
		return nil
	}
	switch t := v.Type(); {
	case t.Is(tftypes.String):
		var s string
		must(v.As(&s))
		return s
	case t.Is(tftypes.Bool):
		var b bool
		must(v.As(&b))
		return b
	case t.Is(tftypes.Number):
		var f *big.Float
		must(v.As(&f))
		return number(f)
	case isSequence(t):
		list := []any{}
		for _, element := range elements(v) {
			list = append(list, toGo(element, number))
		}
		return list
	}
	object := map[string]any{}
	for name, value := range entries(v) {
		object[name] = toGo(value, number)
	}
	return object
}

// float is how a test reads numbers: as encoding/json decodes them.
func float(f *big.Float) any {
	n, _ := f.Float64()
	return n
}

// exact is how a state file writes numbers.
func exact(f *big.Float) any { return json.Number(f.Text('f', -1)) }

// stateJSON returns the attributes of an object as a state file has them. The
// object must be known.
func stateJSON(v tftypes.Value) []byte {
	b, err := json.Marshal(toGo(v, exact))
	must(err)
	return b
}

// jsonObject decodes what stateJSON wrote, or what a test gave as a state.
func jsonObject(b []byte) map[string]any {
	var m map[string]any
	must(json.Unmarshal(b, &m))
	return m
}

// view returns an object as a test reads it; nil for none.
func view(v tftypes.Value) map[string]any {
	m, _ := toGo(v, float).(map[string]any)
	return m
}

// canonical sorts the elements of sets, which have no order of their own.
func canonical(v tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(v, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.Type().Is(tftypes.Set{}) || !v.IsKnown() || v.IsNull() {
			return v, nil
		}
		sorted := slices.SortedFunc(slices.Values(elements(v)), func(a, b tftypes.Value) int {
			return cmp.Compare(a.String(), b.String())
		})
		return tftypes.NewValue(v.Type(), sorted), nil
	})
}

// encode puts a value on the wire.
func encode(v tftypes.Value) *tfprotov6.DynamicValue {
	dv, err := tfprotov6.NewDynamicValue(v.Type(), v)
	must(err)
	return &dv
}

// decode takes a value off the wire, where none stands for null.
func decode(t tftypes.Type, dv *tfprotov6.DynamicValue) (tftypes.Value, error) {
	if dv == nil {
		return tftypes.NewValue(t, nil), nil
	}
	v, err := dv.Unmarshal(t)
	if err != nil {
		return tftypes.Value{}, err
	}
	return canonical(v)
}

func isSequence(t tftypes.Type) bool {
	return t.Is(tftypes.List{}) || t.Is(tftypes.Set{}) || t.Is(tftypes.Tuple{})
}

// elements returns what a known list, set or tuple holds; nothing for null.
func elements(v tftypes.Value) []tftypes.Value {
	var list []tftypes.Value
	if v.IsKnown() && !v.IsNull() {
		must(v.As(&list))
	}
	return list
}

// entries returns what a known map or object holds; nothing for null.
func entries(v tftypes.Value) map[string]tftypes.Value {
	var object map[string]tftypes.Value
	if v.IsKnown() && !v.IsNull() {
		must(v.As(&object))
	}
	return object
}

// must panics on an error that only a mistake in this package can cause.
func must(err error) {
	if err != nil {
		panic("harness: " + err.Error())
	}
}
