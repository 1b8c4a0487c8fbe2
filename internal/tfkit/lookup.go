package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// LookupBase is DataSourceBase for one object, which its id, its slug or its name
// finds.
type LookupBase struct{ DataSourceBase }

// Lookup returns the base of a data source by its type without the provider in front.
func Lookup(name string) LookupBase { return LookupBase{DataSourceBase{Name: name}} }

// ConfigValidators requires exactly one of id, slug and name.
func (*LookupBase) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("slug"), path.MatchRoot("name")),
	}
}

// LookupArguments makes arguments of attributes, by their descriptions. The data source
// gives them back as they were written.
func LookupArguments(attributes map[string]schema.Attribute, described map[string]string) {
	for name, description := range described {
		if name == "id" || name == "slug" || name == "name" {
			description += " Give exactly one of `id`, `slug` and `name`."
		}
		attributes[name] = schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: description,
			Validators:          []validator.String{NotBlank()},
		}
	}
}
