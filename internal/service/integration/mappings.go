package integration

import (
	"cmp"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// mapping is an element of secret_mappings.
type mapping struct {
	TargetField       *string `tfsdk:"target_field"`
	SecretReferenceID *string `tfsdk:"secret_reference_id"`
	SecretKey         *string `tfsdk:"secret_key"`
	ValueFormat       *string `tfsdk:"value_format"`

	// Slug is that of the secret reference, where it is written as an id; see resolve.
	// Responses contain the slug.
	Slug string `tfsdk:"-"`
}

// target is the field with the prefix that the API adds to those of the configurations.
func (m mapping) target() string { return qualified(tfkit.Text(m.TargetField)) }

func qualified(target string) string {
	if target == "key" || target == "" || strings.HasPrefix(target, targetPrefix) {
		return target
	}
	return targetPrefix + target
}

// reference is the secret reference as it is compared: by its slug where that is known.
func (m mapping) reference() string { return cmp.Or(m.Slug, tfkit.Text(m.SecretReferenceID)) }

func (m mapping) same(other mapping) bool {
	return m.target() == other.target() && m.reference() == other.reference() &&
		tfkit.Text(m.SecretKey) == tfkit.Text(other.SecretKey) && tfkit.Text(m.ValueFormat) == tfkit.Text(other.ValueFormat)
}

// resolve finds the slugs of the secret references that are written as ids. slug returns
// what it is given where there is no such reference.
func (m model) resolve(slug func(reference string) string) model {
	m.SecretMappings = slices.Clone(m.SecretMappings)
	for i, one := range m.SecretMappings {
		m.SecretMappings[i].Slug = slug(tfkit.Text(one.SecretReferenceID))
	}
	return m
}

// wire are the mappings as they are sent.
func wireMappings(all []mapping) []portkey.SecretMapping {
	wired := make([]portkey.SecretMapping, 0, len(all))
	for _, one := range all {
		sent := portkey.SecretMapping{TargetField: one.target(), SecretReferenceID: tfkit.Text(one.SecretReferenceID)}
		if key := tfkit.Text(one.SecretKey); key != "" {
			sent.SecretKey = portkey.Some(key)
		}
		if format := tfkit.Text(one.ValueFormat); format != "" {
			sent.ValueFormat = portkey.Some(format)
		}
		wired = append(wired, sent)
	}
	return wired
}

// observeMappings are the mappings of an answer, each in the spelling of the prior one
// that it is the same as; nil for none.
func observeMappings(prior []mapping, answered []portkey.SecretMapping) []mapping {
	var seen []mapping
	for _, one := range answered {
		now := mapping{
			TargetField: tfkit.TextOrNull(one.TargetField), SecretReferenceID: tfkit.TextOrNull(one.SecretReferenceID),
			SecretKey: tfkit.TextOrNull(one.SecretKey.Or("")), ValueFormat: tfkit.TextOrNull(one.ValueFormat.Or("")),
		}
		if i := slices.IndexFunc(prior, now.same); i >= 0 {
			now = prior[i]
		}
		seen = append(seen, now)
	}
	if sameMappings(prior, seen) {
		return prior
	}
	return seen
}

func sameMappings(a, b []mapping) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(one mapping) bool { return !slices.ContainsFunc(b, one.same) })
}

// digests are the mappings as a digest takes them.
func digests(all []mapping) []string {
	var texts []string
	for _, one := range all {
		texts = append(texts, tfkit.Digest(one.target(), one.reference(), tfkit.Text(one.SecretKey), tfkit.Text(one.ValueFormat)))
	}
	slices.Sort(texts)
	return texts
}
