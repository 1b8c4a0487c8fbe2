package main

import (
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object are the attributes of an object or the elements of a map; nil for null.
func object(value tftypes.Value) map[string]tftypes.Value {
	var parts map[string]tftypes.Value
	if value.Type() == nil || value.IsNull() || !value.IsKnown() || value.As(&parts) != nil {
		return nil
	}
	return parts
}

// elements are those of a list or a set; nil for null.
func elements(value tftypes.Value) []tftypes.Value {
	var list []tftypes.Value
	if value.Type() == nil || value.IsNull() || !value.IsKnown() || value.As(&list) != nil {
		return nil
	}
	return list
}

// text is a string; "" for null and for what is none.
func text(value tftypes.Value) string {
	var s string
	if value.Type() == nil || value.IsNull() || !value.IsKnown() || value.As(&s) != nil {
		return ""
	}
	return s
}

// isTrue reports whether a value is true.
func isTrue(value tftypes.Value) bool {
	var is bool
	return value.Type() != nil && !value.IsNull() && value.IsKnown() && value.As(&is) == nil && is
}

// number is a number as HCL writes it.
func number(value tftypes.Value) string {
	var n *big.Float
	if value.As(&n) != nil || n == nil {
		return "null"
	}
	return n.Text('f', -1)
}
