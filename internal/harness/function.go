package harness

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Call calls a function of the provider, and returns its result as a test reads it
// and the error on the argument at fault. Arguments are what configurations are built
// of, or a tftypes.Value. They are passed on even where Terraform would answer by
// itself, for null and for what is unknown.
func (d *Driver) Call(name string, arguments ...any) (any, *tfprotov6.FunctionError) {
	function, ok := d.schema.Functions[name]
	if !ok || len(arguments) != len(function.Parameters) {
		return nil, &tfprotov6.FunctionError{Text: fmt.Sprintf("the provider has no function %s of %d arguments", name, len(arguments))}
	}
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		value, err := literal(argument)
		if err != nil {
			return nil, &tfprotov6.FunctionError{Text: err.Error()}
		}
		encoded, err := tfprotov6.NewDynamicValue(function.Parameters[i].Type, value)
		if err != nil {
			return nil, &tfprotov6.FunctionError{Text: err.Error()}
		}
		req.Arguments = append(req.Arguments, &encoded)
	}
	resp, err := d.server.CallFunction(d.ctx, req)
	if err != nil {
		return nil, &tfprotov6.FunctionError{Text: err.Error()}
	}
	if resp.Error != nil {
		return nil, resp.Error
	}
	result, err := resp.Result.Unmarshal(function.Return.Type)
	if err != nil {
		return nil, &tfprotov6.FunctionError{Text: err.Error()}
	}
	return toGo(result, float), nil
}

// literal is a value of the type that HCL gives to what is written out: an object
// or a tuple, in place of a map or a list.
func literal(v any) (tftypes.Value, error) {
	if value, ok := v.(tftypes.Value); ok {
		return value, nil
	}
	if v == nil || v == Unknown {
		return fromGo(tftypes.DynamicPseudoType, v)
	}
	switch rv := reflect.ValueOf(v); {
	case rv.Kind() == reflect.Map:
		kinds, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for _, key := range rv.MapKeys() {
			value, err := literal(rv.MapIndex(key).Interface())
			if err != nil {
				return value, err
			}
			kinds[key.String()], values[key.String()] = value.Type(), value
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, values), nil
	case rv.Kind() == reflect.Slice:
		kinds, values := []tftypes.Type{}, []tftypes.Value{}
		for i := range rv.Len() {
			value, err := literal(rv.Index(i).Interface())
			if err != nil {
				return value, err
			}
			kinds, values = append(kinds, value.Type()), append(values, value)
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: kinds}, values), nil
	case rv.Kind() == reflect.Bool:
		return fromGo(tftypes.Bool, v)
	case rv.CanInt() || rv.CanFloat() || rv.Type() == reflect.TypeFor[json.Number]():
		return fromGo(tftypes.Number, v)
	}
	return fromGo(tftypes.String, v)
}
