package tfkit

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Terraform computes with 512 bits, and 100 * 1.2 is not quite 120 in any binary
// number. The framework's Int64 and Float64 refuse such a value as an error of the
// provider. So a number is read as types.Number, sent as the float64 next to it, and
// kept in the state as it was planned.

// MostWhole is the largest whole number that JSON readers represent exactly.
const MostWhole = 1<<53 - 1

// noise is by how much a computed number may miss the whole number that is meant.
const noise = 1e-9

// precision is that of Terraform's own numbers: of a number that is read from less,
// the literal of the same digits would be another one.
const precision = 512

// Whole is the whole number that a number means: one that it is, or misses by less
// than computing does.
func Whole(number *big.Float) (int64, bool) {
	near, _ := number.Float64()
	whole := math.Round(near)
	if math.Abs(whole) > MostWhole {
		return 0, false
	}
	off := new(big.Float).SetPrec(precision).Sub(number, big.NewFloat(whole))
	return int64(whole), off.Abs(off).Cmp(big.NewFloat(noise)) < 0
}

// Float is a number as it is sent: a whole one where it means that. It is nil for null
// and for what is not known yet.
func Float(number types.Number) *float64 {
	if number.IsNull() || number.IsUnknown() {
		return nil
	}
	near, _ := number.ValueBigFloat().Float64()
	if whole, ok := Whole(number.ValueBigFloat()); ok {
		near = float64(whole)
	}
	return &near
}

// Number is the number of Terraform that a literal of the same digits is; null for
// nil.
func Number(n *float64) types.Number {
	if n == nil {
		return types.NumberNull()
	}
	number, _, err := big.ParseFloat(strconv.FormatFloat(*n, 'g', -1, 64), 10, precision, big.ToNearestEven)
	if err != nil {
		return types.NumberNull() // not a number, which JSON does not have
	}
	return types.NumberValue(number)
}

// KeepNumber is seen, as prior where both are sent alike.
func KeepNumber(prior types.Number, seen *float64) types.Number {
	if !prior.IsUnknown() && Same(Float(prior), seen) {
		return prior
	}
	return Number(seen)
}

// numberValidator checks a known number; Terraform asks again once an unknown one is
// known.
type numberValidator struct {
	least, most float64
	wholeOnly   bool
}

// WholeBetween refuses what is not a whole number of a range.
func WholeBetween(least, most int64) validator.Number {
	return numberValidator{float64(least), float64(most), true}
}

// NumberBetween refuses what is not a number of a range.
func NumberBetween(least, most float64) validator.Number {
	return numberValidator{least, most, false}
}

func (v numberValidator) Description(context.Context) string {
	if v.wholeOnly {
		return "a whole number, " + v.span()
	}
	return "a number, " + v.span()
}

func (v numberValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v numberValidator) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	sent := Float(req.ConfigValue)
	if sent == nil {
		return
	}
	shown := ShowNumber(req.ConfigValue)
	_, isWhole := Whole(req.ConfigValue.ValueBigFloat())
	switch {
	case *sent < v.least || *sent > v.most:
		resp.Diagnostics.Append(invalid(req.Path, fmt.Sprintf("The attribute %s is %s. It must be %s.", req.Path, shown, v.span()))...)
	case v.wholeOnly && !isWhole:
		resp.Diagnostics.Append(invalid(req.Path, fmt.Sprintf(
			"The attribute %s is %s, which is not a whole number. Round it, for example with floor().", req.Path, shown))...)
	}
}

// span is the range in words.
func (v numberValidator) span() string {
	least, most := ShowNumber(Number(&v.least)), ShowNumber(Number(&v.most))
	if !v.wholeOnly || v.most == MostWhole {
		return "at least " + least + " and at most " + most
	}
	return "between " + least + " and " + most
}

// ShowNumber is a number as a user would write it.
func ShowNumber(number types.Number) string {
	if whole, ok := Whole(number.ValueBigFloat()); ok {
		return strconv.FormatInt(whole, 10)
	}
	const digits = 20
	return number.ValueBigFloat().Text('g', digits)
}

// FractionWarning warns of an amount that is no whole number, where Portkey documents
// only those and may refuse another one; nil where there is nothing to warn of.
func FractionWarning(at path.Path, number types.Number) diag.Diagnostics {
	if number.IsNull() || number.IsUnknown() {
		return nil
	}
	if _, ok := Whole(number.ValueBigFloat()); ok {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(Shown(at), "Amount is not a whole number", fmt.Sprintf(
		"The attribute %s is %s. Portkey documents whole numbers here, and may refuse a fraction when the plan is applied. Round it, for example with floor().",
		at, ShowNumber(number)))}
}

// Shown is the path at which Terraform shows an error next to its line in the
// configuration. Of a longer path than an attribute and an element of it, Terraform
// shows the beginning of the resource.
func Shown(at path.Path) path.Path {
	steps := at.Steps()
	if len(steps) < 2 {
		return at
	}
	shown := path.Empty()
	for i, step := range steps[:2] {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			if i > 0 {
				return shown
			}
			shown = shown.AtName(string(step))
		case path.PathStepElementKeyInt:
			shown = shown.AtListIndex(int(step))
		case path.PathStepElementKeyString:
			shown = shown.AtMapKey(string(step))
		case path.PathStepElementKeyValue:
			shown = shown.AtSetValue(step.Value)
		}
	}
	return shown
}

// Decimal is the number of Terraform that decimal digits are, such as "12.5", with the
// decimal point moved to the right by some places: that of the literal, since no binary
// number is in between. It is null for what is no number.
func Decimal(digits string, places int) types.Number {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(digits), "e")
	power, err := strconv.Atoi(exponent)
	if exponent == "" {
		power, err = 0, nil
	}
	if err != nil {
		return types.NumberNull()
	}
	number, _, err := big.ParseFloat(mantissa+"e"+strconv.Itoa(power+places), 10, precision, big.ToNearestEven)
	if err != nil || number.IsInf() {
		return types.NumberNull()
	}
	return types.NumberValue(number)
}
