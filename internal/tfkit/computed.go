package tfkit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Computed is how a data source shows the attributes of a resource: all of them
// computed, with the resource's descriptions, but for the arguments without, which
// concern the provider alone.
func Computed(attributes map[string]resource.Attribute, without ...string) map[string]datasource.Attribute {
	views := make(map[string]datasource.Attribute, len(attributes))
	for name, attribute := range maps.All(attributes) {
		if !slices.Contains(without, name) {
			views[name] = computed(attribute)
		}
	}
	return views
}

func computed(attribute resource.Attribute) datasource.Attribute {
	described, sensitive := strings.TrimPrefix(attribute.GetMarkdownDescription(), "Required. "), attribute.IsSensitive()
	switch a := attribute.(type) {
	case resource.StringAttribute:
		return datasource.StringAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described, CustomType: a.CustomType}
	case resource.BoolAttribute:
		return datasource.BoolAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described}
	case resource.Int64Attribute:
		return datasource.Int64Attribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described}
	case resource.Float64Attribute:
		return datasource.Float64Attribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described}
	case resource.NumberAttribute:
		return datasource.NumberAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described}
	case resource.MapAttribute:
		return datasource.MapAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described, ElementType: a.ElementType}
	case resource.SetAttribute:
		return datasource.SetAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described, ElementType: a.ElementType}
	case resource.ListAttribute:
		return datasource.ListAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described, ElementType: a.ElementType}
	case resource.SingleNestedAttribute:
		return datasource.SingleNestedAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: described, Attributes: Computed(a.Attributes)}
	case resource.ListNestedAttribute:
		return datasource.ListNestedAttribute{
			Computed: true, Sensitive: sensitive, MarkdownDescription: described,
			NestedObject: datasource.NestedAttributeObject{Attributes: Computed(a.NestedObject.Attributes)},
		}
	case resource.SetNestedAttribute:
		return datasource.SetNestedAttribute{
			Computed: true, Sensitive: sensitive, MarkdownDescription: described,
			NestedObject: datasource.NestedAttributeObject{Attributes: Computed(a.NestedObject.Attributes)},
		}
	default:
		panic(fmt.Sprintf("a data source can't show a %T yet", attribute))
	}
}
