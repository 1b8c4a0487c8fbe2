package function

import (
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// A tree is an argument of any type, as in JSON: a string, a bool, a *big.Float, a
// []any, a map[string]any or unknown. Objects have no nulls: in HCL, a null key is the
// same as an omitted one.
type unknown struct{}

// reader converts an argument to a tree, and collects what JSON can't represent.
type reader struct {
	problems []string
	// unknown reports that some value is unknown.
	unknown bool
}

func (r *reader) refuse(at, format string, args ...any) {
	r.problems = append(r.problems, located(at, fmt.Sprintf(format, args...)))
}

func located(at, text string) string {
	if at == "" {
		return text
	}
	return at + ": " + text
}

// read is the tree of a value; nil for null, which the caller deals with.
func (r *reader) read(at string, value attr.Value) any {
	switch {
	case value == nil || value.IsNull():
		return nil
	case value.IsUnknown():
		r.unknown = true
		return unknown{}
	}
	switch value := value.(type) {
	case basetypes.DynamicValue:
		return r.read(at, value.UnderlyingValue())
	case basetypes.ObjectValue:
		return r.object(at, value.Attributes())
	case basetypes.MapValue:
		return r.object(at, value.Elements())
	case basetypes.ListValue:
		return r.list(at, value.Elements())
	case basetypes.SetValue:
		return r.list(at, value.Elements())
	case basetypes.TupleValue:
		return r.list(at, value.Elements())
	case basetypes.StringValue:
		return value.ValueString()
	case basetypes.BoolValue:
		return value.ValueBool()
	case basetypes.NumberValue:
		return r.number(at, value.ValueBigFloat())
	}
	r.refuse(at, "has a type that JSON can't represent; remove it")
	return unknown{}
}

func (r *reader) object(at string, values map[string]attr.Value) any {
	object := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if one := r.read(join(at, key), values[key]); one != nil {
			object[key] = one
		}
	}
	return object
}

func (r *reader) list(at string, values []attr.Value) any {
	list := make([]any, 0, len(values))
	for i, value := range values {
		element := index(at, i)
		one := r.read(element, value)
		if one == nil {
			r.refuse(element, "is null; omit it from the list, for example with if in a for expression")
			one = unknown{}
		}
		list = append(list, one)
	}
	return list
}

// The exponents of a double, to which readers of JSON round: numbers beyond would be
// read as infinity or as 0.
const leastExponent, mostExponent = -1074, 1024

func (r *reader) number(at string, f *big.Float) any {
	if exponent := f.MantExp(nil); f.IsInf() || exponent < leastExponent || exponent > mostExponent {
		r.refuse(at, "is out of the range of JSON readers; use a number between 1e-300 and 1e300")
		return f
	}
	if whole, ok := tfkit.Whole(f); ok && whole != 0 { // computed, as 10 * 0.3 is not quite 3
		return new(big.Float).SetInt64(whole)
	}
	return f
}

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// join is the path of a key, and index that of an element, as HCL writes them.
func join(at, key string) string {
	switch {
	case !plainKey.MatchString(key):
		return at + "[" + strconv.Quote(key) + "]"
	case at == "":
		return key
	}
	return at + "." + key
}

func index(at string, i int) string { return at + "[" + strconv.Itoa(i) + "]" }

// kindOf names the kind of a tree.
func kindOf(tree any) string {
	switch tree.(type) {
	case string:
		return "a string"
	case bool:
		return "a bool"
	case *big.Float:
		return "a number"
	case []any:
		return "a list"
	default:
		return "an object"
	}
}
