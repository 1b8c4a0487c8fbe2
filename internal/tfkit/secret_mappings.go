package tfkit

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// SecretMapping is an element of secret_mappings, of an integration of any kind.
type SecretMapping struct {
	TargetField       *string `tfsdk:"target_field"`
	SecretReferenceID *string `tfsdk:"secret_reference_id"`
	SecretKey         *string `tfsdk:"secret_key"`
	ValueFormat       *string `tfsdk:"value_format"`

	// Slug is that of the secret reference, where it is written as an id; see
	// ResolveMappings. Responses contain the slug.
	Slug string `tfsdk:"-"`
}

// TargetPrefix is in front of the name of a field of the configurations in a mapping.
const TargetPrefix = "configurations."

// Target is the field with the prefix that the API adds to those of the configurations.
func (m SecretMapping) Target() string { return MappingTarget(Text(m.TargetField)) }

// MappingTarget is a target_field with its prefix.
func MappingTarget(target string) string {
	if target == "key" || target == "" || strings.HasPrefix(target, TargetPrefix) {
		return target
	}
	return TargetPrefix + target
}

// reference is the secret reference as it is compared: by its slug where that is known.
func (m SecretMapping) reference() string { return cmp.Or(m.Slug, Text(m.SecretReferenceID)) }

func (m SecretMapping) same(other SecretMapping) bool {
	return m.Target() == other.Target() && m.reference() == other.reference() &&
		Text(m.SecretKey) == Text(other.SecretKey) && Text(m.ValueFormat) == Text(other.ValueFormat)
}

// ResolveMappings finds the slugs of the secret references that are written as ids. slug
// returns what it is given where there is no such reference.
func ResolveMappings(all []SecretMapping, slug func(reference string) string) []SecretMapping {
	all = slices.Clone(all)
	for i, one := range all {
		all[i].Slug = slug(Text(one.SecretReferenceID))
	}
	return all
}

// SecretReferenceSlug finds the slug of a secret reference that is written as an id, since
// responses contain the slug. What is not found is returned as it is.
func (s *Session) SecretReferenceSlug(ctx context.Context) func(reference string) string {
	return func(reference string) string {
		kind, err := portkey.ParseReference(reference)
		if s.API == nil || err != nil || kind != portkey.ByID {
			return reference
		}
		found, err := portkey.NewSecretReferences(s.API).Get(ctx, reference, "")
		if err != nil {
			return reference
		}
		return found.Slug.Or(reference)
	}
}

// WireMappings are mappings as they are sent.
func WireMappings(all []SecretMapping) []portkey.SecretMapping {
	wired := make([]portkey.SecretMapping, 0, len(all))
	for _, one := range all {
		sent := portkey.SecretMapping{TargetField: one.Target(), SecretReferenceID: Text(one.SecretReferenceID)}
		if key := Text(one.SecretKey); key != "" {
			sent.SecretKey = portkey.Some(key)
		}
		if format := Text(one.ValueFormat); format != "" {
			sent.ValueFormat = portkey.Some(format)
		}
		wired = append(wired, sent)
	}
	return wired
}

// ObserveMappings are the mappings of an answer, each in the spelling of the prior one
// that it is the same as; nil for none.
func ObserveMappings(prior []SecretMapping, answered []portkey.SecretMapping) []SecretMapping {
	var seen []SecretMapping
	for _, one := range answered {
		now := SecretMapping{
			TargetField: TextOrNull(one.TargetField), SecretReferenceID: TextOrNull(one.SecretReferenceID),
			SecretKey: TextOrNull(one.SecretKey.Or("")), ValueFormat: TextOrNull(one.ValueFormat.Or("")),
		}
		if i := slices.IndexFunc(prior, now.same); i >= 0 {
			now = prior[i]
		}
		seen = append(seen, now)
	}
	if SameMappings(prior, seen) {
		return prior
	}
	return seen
}

// SameMappings reports whether two sets of mappings are the same on the wire.
func SameMappings(a, b []SecretMapping) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(one SecretMapping) bool { return !slices.ContainsFunc(b, one.same) })
}

// MappingDigests are mappings as a digest takes them.
func MappingDigests(all []SecretMapping) []string {
	var texts []string
	for _, one := range all {
		texts = append(texts, Digest(one.Target(), one.reference(), Text(one.SecretKey), Text(one.ValueFormat)))
	}
	slices.Sort(texts)
	return texts
}

// SecretMappingsAttribute is secret_mappings. target says what can be filled, and
// validators check it.
func SecretMappingsAttribute(target string, validators ...validator.String) schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		Optional:            true,
		MarkdownDescription: "The fields that Portkey reads from a vault when they are used. If omitted or empty, there are none.",
		Validators:          []validator.Set{setvalidator.NoNullValues(), uniqueTargets{}},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"target_field": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: target,
				Validators:          append([]validator.String{NotBlank(), Trimmed()}, validators...),
			},
			"secret_reference_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the secret reference. The workspace of the integration must have access to it.",
				Validators:          []validator.String{NotBlank(), Trimmed()},
			},
			"secret_key": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The key within the secret. Overrides the `secret_key` of the reference, which is used if omitted.",
			},
			"value_format": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How the value is used: as a `string`, or as the object that it is the `json` of. If omitted, Portkey decides.",
				Validators:          []validator.String{OneOf("string", "json")},
			},
		}},
	}
}

// uniqueTargets refuses two mappings of one field.
type uniqueTargets struct{}

func (uniqueTargets) Description(context.Context) string         { return "each target_field once" }
func (uniqueTargets) MarkdownDescription(context.Context) string { return "each target_field once" }

func (uniqueTargets) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]bool{}
	for _, one := range req.ConfigValue.Elements() {
		object, _ := one.(types.Object)
		target, ok := object.Attributes()["target_field"].(types.String)
		if !ok || target.IsUnknown() || target.IsNull() {
			continue
		}
		name := MappingTarget(target.ValueString())
		if seen[name] {
			resp.Diagnostics.AddAttributeError(Shown(req.Path), "Invalid value", fmt.Sprintf(
				"The attribute %s maps the field %s twice. Remove one of the mappings.", req.Path, name))
		}
		seen[name] = true
	}
}

var slugPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)

// IsSlug refuses a string that Portkey takes for no slug of an integration.
func IsSlug() validator.String {
	return Satisfies("a slug", func(value string, at path.Path) string {
		if slugPattern.MatchString(value) {
			return ""
		}
		return "The attribute " + at.String() + " is not a slug. Use 1 to 255 letters, digits, hyphens and underscores, without spaces."
	})
}
