package tfkit

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// quotient is a / b as Terraform computes it.
func quotient(a, b float64) types.Number {
	return types.NumberValue(new(big.Float).SetPrec(precision).Quo(big.NewFloat(a), big.NewFloat(b)))
}

// product is a * b / c as Terraform computes it, with a rounded b / c.
func product(a, b, c float64) types.Number {
	return types.NumberValue(new(big.Float).SetPrec(precision).Mul(big.NewFloat(a), quotient(b, c).ValueBigFloat()))
}

func literal(text string) types.Number {
	number, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return types.NumberValue(number)
}

// What is computed is sent as the number that it means, and is written as that.
func TestFloat(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		number types.Number
		sent   float64
	}{
		"120":                       {product(100, 12, 10), 120},
		"30":                        {product(100, 30, 100), 30},
		"108.5":                     {product(310, 35, 100), 108.5},
		"33.333333333333333333":     {quotient(100, 3), 100.0 / 3},
		"0.1":                       {literal("0.1"), 0.1},
		"7":                         {literal("7.0000000009"), 7},
		"7.000000002":               {literal("7.000000002"), 7.000000002},
		"-5":                        {literal("-4.9999999999"), -5},
		"0":                         {literal("-0.0000000001"), 0},
		"9007199254740991":          {literal("9007199254740991"), MostWhole},
		"10000000000000000000":      {literal("10000000000000000000"), 1e19},
		"1.2345678901234567891e+24": {literal("1234567890123456789100000.5"), 1234567890123456789100000.5},
	} {
		sent := Float(test.number)
		if sent == nil || *sent != test.sent {
			t.Errorf("%s is sent as %v, want %v", test.number, sent, test.sent)
		}
		if got := ShowNumber(test.number); got != text {
			t.Errorf("%s is shown as %s, want %s", test.number, got, text)
		}
	}
	if Float(types.NumberNull()) != nil || Float(types.NumberUnknown()) != nil || !Number(nil).IsNull() {
		t.Error("what is no number became one")
	}
}

// A refresh keeps the planned number while the server has what was sent for it, and
// takes the number of the same digits otherwise.
func TestKeepNumber(t *testing.T) {
	t.Parallel()
	planned, seen, other := product(100, 12, 10), 120.0, 0.1
	if got := KeepNumber(planned, &seen); !got.Equal(planned) {
		t.Errorf("got %s, want what was planned", got)
	}
	if got := KeepNumber(planned, &other); !got.Equal(literal("0.1")) {
		t.Errorf("got %s, want 0.1 as a literal", got)
	}
	if got := KeepNumber(types.NumberUnknown(), nil); !got.IsNull() {
		t.Errorf("got %s, want null", got)
	}
}

func TestNumberValidators(t *testing.T) {
	t.Parallel()
	whole, amount := WholeBetween(0, 20), NumberBetween(1, MostWhole)
	at := path.Root("limits").AtListIndex(0).AtName("value")
	for name, test := range map[string]struct {
		validator validator.Number
		number    types.Number
		want      string
	}{
		"null":             {whole, types.NumberNull(), ""},
		"unknown":          {amount, types.NumberUnknown(), ""},
		"least":            {whole, literal("0"), ""},
		"most":             {whole, literal("20"), ""},
		"computed":         {whole, product(10, 12, 10), ""},
		"a fraction":       {whole, product(10, 35, 100), "is 3.5, which is not a whole number. Round it, for example with floor()."},
		"below":            {whole, literal("-1"), "is -1. It must be between 0 and 20."},
		"a fraction below": {whole, literal("-0.5"), "is -0.5. It must be between 0 and 20."},
		"above":            {whole, literal("21"), "is 21. It must be between 0 and 20."},
		"an amount":        {amount, literal("1.5"), ""},
		"a small amount":   {amount, literal("0.99"), "is 0.99. It must be at least 1 and at most 9007199254740991."},
		"the most amount":  {amount, literal("9007199254740991"), ""},
		"a large amount":   {amount, literal("9007199254740992"), "It must be at least 1 and at most"},
		"no float":         {amount, literal("1e400"), "is 1e+400. It must be at least 1 and at most"},
	} {
		resp := &validator.NumberResponse{}
		test.validator.ValidateNumber(t.Context(), validator.NumberRequest{Path: at, ConfigValue: test.number}, resp)
		got := said(resp.Diagnostics)
		if test.want == "" && got != "" || !strings.Contains(got, test.want) || got != "" && !strings.HasPrefix(got, "limits[0]: Invalid value: The attribute limits[0].value ") {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	if whole.Description(t.Context()) != "a whole number, between 0 and 20" || amount.MarkdownDescription(t.Context()) != "a number, at least 1 and at most 9007199254740991" {
		t.Errorf("described as %q and %q", whole.Description(t.Context()), amount.MarkdownDescription(t.Context()))
	}
}

// Terraform shows the line of an attribute and of its element, not of what is inside.
func TestShown(t *testing.T) {
	t.Parallel()
	list, fields := path.Root("list"), path.Root("object")
	for _, test := range []struct{ at, want path.Path }{
		{path.Empty(), path.Empty()},
		{list, list},
		{list.AtListIndex(1), list.AtListIndex(1)},
		{list.AtListIndex(1).AtName("a"), list.AtListIndex(1)},
		{list.AtListIndex(1).AtName("a").AtListIndex(2), list.AtListIndex(1)},
		{list.AtMapKey("k").AtName("a"), list.AtMapKey("k")},
		{list.AtSetValue(types.StringValue("s")).AtName("a"), list.AtSetValue(types.StringValue("s"))},
		{fields.AtName("a"), fields},
		{fields.AtName("a").AtMapKey("k"), fields},
	} {
		if got := Shown(test.at); !got.Equal(test.want) {
			t.Errorf("%s is shown at %s, want %s", test.at, got, test.want)
		}
	}
}
