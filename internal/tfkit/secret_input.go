package tfkit

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// SecretInput is a secret that users set in one of two arguments: x, which is in the
// state, or x_wo, which is write-only. Plan and state have x_wo as null, so that a
// change of it is seen by its version alone. A CLI without write-only arguments rejects
// every x_wo that is not null, and can use x.
type SecretInput struct {
	// Name is x.
	Name string
	// Version is the top-level argument whose change sends x_wo again.
	Version string
	// Required is whether one of both must be set.
	Required bool
}

// WriteOnly is x_wo.
func (s SecretInput) WriteOnly() string { return s.Name + "_wo" }

// Strings are both arguments of a secret that is a string.
func (s SecretInput) Strings(description string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		s.Name: schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: description + s.inState(),
			Validators: []validator.String{secretInState{s}},
		},
		s.WriteOnly(): schema.StringAttribute{
			Optional: true, WriteOnly: true, Sensitive: true, MarkdownDescription: description + s.notInState(),
			Validators: []validator.String{secretNotInState{s}},
		},
	}
}

// Maps are both arguments of a map of secrets.
func (s SecretInput) Maps(description string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		s.Name: schema.MapAttribute{
			ElementType: types.StringType, Optional: true, Sensitive: true, MarkdownDescription: description + s.inState(),
			Validators: []validator.Map{NoNullValues(), NoEmptyKey(), mapvalidator.ValueStringsAre(noOuterSpace{}), secretInState{s}},
		},
		s.WriteOnly(): schema.MapAttribute{
			ElementType: types.StringType, Optional: true, WriteOnly: true, Sensitive: true, MarkdownDescription: description + s.notInState(),
			Validators: []validator.Map{NoNullValues(), NoEmptyKey(), mapvalidator.ValueStringsAre(noOuterSpace{}), secretNotInState{s}},
		},
	}
}

func (s SecretInput) inState() string {
	if s.Required {
		return fmt.Sprintf(" It is stored in the state. Exactly one of `%s` and `%s` must be set.", s.Name, s.WriteOnly())
	}
	return fmt.Sprintf(" It is stored in the state. Conflicts with `%s`.", s.WriteOnly())
}

func (s SecretInput) notInState() string {
	return fmt.Sprintf(" It is not stored in the state. Requires Terraform 1.11 or later, and `%s`. Conflicts with `%s`.", s.Version, s.Name)
}

// SecretVersion is the argument whose change sends the write-only arguments again. what
// they are is a noun in the plural, with backquotes.
func SecretVersion(what string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("Any number. Required with %s, and can be omitted otherwise: Terraform does not store them, so only a change of this number sends them again. "+
			"The plan after an import shows it as added, and they are sent once.", what),
	}
}

// Text is the secret for a create or an update, from either argument of a
// configuration; "" if it is not set. Terraform validates once more before it applies, so
// that a required secret is set then. in is the object that has the arguments, and the
// empty path at the top level.
func (s SecretInput) Text(ctx context.Context, config tfsdk.Config, in path.Path, diags *diag.Diagnostics) string {
	var plain, writeOnly types.String
	diags.Append(config.GetAttribute(ctx, in.AtName(s.Name), &plain)...)
	diags.Append(config.GetAttribute(ctx, in.AtName(s.WriteOnly()), &writeOnly)...)
	return cmp.Or(writeOnly.ValueString(), plain.ValueString())
}

// Texts is Text for a map; nil if it is not set.
func (s SecretInput) Texts(ctx context.Context, config tfsdk.Config, in path.Path, diags *diag.Diagnostics) map[string]string {
	var plain, writeOnly types.Map
	diags.Append(config.GetAttribute(ctx, in.AtName(s.Name), &plain)...)
	diags.Append(config.GetAttribute(ctx, in.AtName(s.WriteOnly()), &writeOnly)...)
	for _, secrets := range []types.Map{writeOnly, plain} {
		if texts := Texts(secrets); len(texts) > 0 {
			return texts
		}
	}
	return nil
}

// SecretState is what a plan or a state contains of a secret: x, and the version of
// x_wo.
type SecretState struct {
	Plain   attr.Value
	Version types.Int64
}

// IsSameAs reports whether the configuration has not changed the secret. Between a state
// and a plan, a secret that is not the same is to be sent.
func (s SecretState) IsSameAs(other SecretState) bool {
	samePlain := isUnset(s.Plain) && isUnset(other.Plain) || s.Plain.Equal(other.Plain)
	return samePlain && s.Version.Equal(other.Version)
}

// isUnset reports whether a string or a map is null or empty.
func isUnset(value attr.Value) bool {
	switch value := value.(type) {
	case types.String:
		return value.IsNull() || value.Equal(types.StringValue(""))
	case types.Map:
		return value.IsNull() || !value.IsUnknown() && len(value.Elements()) == 0
	}
	return value.IsNull()
}

// isSet reports whether a value is known and not empty.
func isSet(value attr.Value) bool { return !value.IsUnknown() && !isUnset(value) }

// secretInState validates x, secretNotInState x_wo. Neither repeats a value.
type (
	secretInState    struct{ SecretInput }
	secretNotInState struct{ SecretInput }
)

func (v secretInState) Description(context.Context) string {
	return "conflicts with " + v.WriteOnly()
}
func (v secretInState) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v secretInState) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	noOuterSpace{}.ValidateString(ctx, req, resp)
	validateInState(ctx, v.SecretInput, req.Config, req.Path, req.ConfigValue, &resp.Diagnostics)
}

func (v secretInState) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	validateInState(ctx, v.SecretInput, req.Config, req.Path, req.ConfigValue, &resp.Diagnostics)
}

func validateInState[V attr.Value](ctx context.Context, s SecretInput, config tfsdk.Config, at path.Path, plain V, diags *diag.Diagnostics) {
	var writeOnly V
	twin := at.ParentPath().AtName(s.WriteOnly())
	if diags.Append(config.GetAttribute(ctx, twin, &writeOnly)...); diags.HasError() {
		return
	}
	switch {
	case isSet(plain) && isSet(writeOnly):
		diags.Append(invalid(at, fmt.Sprintf("The attributes %s and %s are both set. Remove one of them.", at, twin))...)
	case s.Required && isUnset(plain) && isUnset(writeOnly):
		diags.Append(invalid(at, fmt.Sprintf("Neither %s nor %s is set, or the one that is set is empty. Set one of them.", at, twin))...)
	}
}

func (v secretNotInState) Description(context.Context) string {
	return "requires " + v.Version
}
func (v secretNotInState) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v secretNotInState) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	noOuterSpace{}.ValidateString(ctx, req, resp)
	v.validate(ctx, req.Config, req.Path, req.ConfigValue, &resp.Diagnostics)
}

func (v secretNotInState) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	v.validate(ctx, req.Config, req.Path, req.ConfigValue, &resp.Diagnostics)
}

func (v secretNotInState) validate(ctx context.Context, config tfsdk.Config, at path.Path, value attr.Value, diags *diag.Diagnostics) {
	var version types.Int64
	diags.Append(config.GetAttribute(ctx, path.Root(v.Version), &version)...)
	if isSet(value) && version.IsNull() {
		diags.Append(invalid(at, fmt.Sprintf("The attribute %s requires %s, since Terraform does not see when a write-only argument changes. "+
			"Set %s = 1, and another number for each later value.", at, v.Version, v.Version))...)
	}
}

// noOuterSpace warns of white space at an end of a secret, as a file leaves it. Unlike
// Trimmed it does not repeat the value.
type noOuterSpace struct{}

func (noOuterSpace) Description(context.Context) string {
	return "should not begin or end with white space"
}
func (v noOuterSpace) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noOuterSpace) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if text := req.ConfigValue.ValueString(); strings.TrimSpace(text) != text {
		resp.Diagnostics.AddAttributeWarning(Shown(req.Path), "White space around a secret", fmt.Sprintf(
			"The attribute %s begins or ends with white space, which is sent as a part of it. If it is not, as after the last line of a file, use trimspace().", req.Path))
	}
}
