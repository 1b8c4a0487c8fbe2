package integrationmodels

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// commaIn refuses a slug that a DELETE could not name: see [commaError].
func commaIn(slug string, at path.Path) string {
	if !strings.Contains(slug, ",") {
		return ""
	}
	return fmt.Sprintf("The slug %q of %s has a comma. The API separates the slugs of models by commas. Use a slug without one.", slug, at)
}

// slugKeys refuses keys of models that are no slugs, and null in place of a model.
type slugKeys struct{}

func (slugKeys) Description(context.Context) string         { return "keys must be slugs" }
func (slugKeys) MarkdownDescription(context.Context) string { return "keys must be slugs" }

func (slugKeys) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for slug, one := range req.ConfigValue.Elements() {
		at := req.Path.AtMapKey(slug)
		detail := commaIn(slug, at)
		switch {
		case strings.TrimSpace(slug) == "":
			detail = fmt.Sprintf("A key of %s is blank. Use the slug of a model.", req.Path)
		case one.IsNull():
			detail = fmt.Sprintf("The model %s is null. Leave it out, or use {}.", at)
		}
		if detail != "" {
			resp.Diagnostics.AddAttributeError(at, "Invalid value", detail)
		}
	}
}
