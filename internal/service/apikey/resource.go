package apikey

import (
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_api_key.
type Resource struct{ tfkit.ResourceBase }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "api_key"}} }
