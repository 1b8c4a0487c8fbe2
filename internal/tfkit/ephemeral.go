package tfkit

import (
	"fmt"

	ephemeral "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Ephemeral is how an ephemeral resource takes these arguments of a resource, with their
// descriptions and their validators.
func Ephemeral(attributes map[string]resource.Attribute, names ...string) map[string]ephemeral.Attribute {
	arguments := make(map[string]ephemeral.Attribute, len(names))
	for _, name := range names {
		arguments[name] = argument(attributes[name])
	}
	return arguments
}

func arguments(attributes map[string]resource.Attribute) map[string]ephemeral.Attribute {
	all := make(map[string]ephemeral.Attribute, len(attributes))
	for name, attribute := range attributes {
		all[name] = argument(attribute)
	}
	return all
}

func argument(attribute resource.Attribute) ephemeral.Attribute {
	required, optional, described := attribute.IsRequired(), attribute.IsOptional(), attribute.GetMarkdownDescription()
	switch a := attribute.(type) {
	case resource.StringAttribute:
		return ephemeral.StringAttribute{Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators}
	case resource.BoolAttribute:
		return ephemeral.BoolAttribute{Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators}
	case resource.NumberAttribute:
		return ephemeral.NumberAttribute{Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators}
	case resource.MapAttribute:
		return ephemeral.MapAttribute{Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators, ElementType: a.ElementType}
	case resource.SetAttribute:
		return ephemeral.SetAttribute{Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators, ElementType: a.ElementType}
	case resource.SingleNestedAttribute:
		return ephemeral.SingleNestedAttribute{
			Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators,
			Attributes: arguments(a.Attributes),
		}
	case resource.ListNestedAttribute:
		return ephemeral.ListNestedAttribute{
			Required: required, Optional: optional, MarkdownDescription: described, Validators: a.Validators,
			NestedObject: ephemeral.NestedAttributeObject{Validators: a.NestedObject.Validators, Attributes: arguments(a.NestedObject.Attributes)},
		}
	default:
		panic(fmt.Sprintf("an ephemeral resource can't take a %T yet", attribute))
	}
}
