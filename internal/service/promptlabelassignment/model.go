package promptlabelassignment

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource.
type model struct {
	ID       types.String `tfsdk:"id"`
	PromptID types.String `tfsdk:"prompt_id"`
	LabelID  types.String `tfsdk:"label_id"`
	Version  types.Number `tfsdk:"version"`
}

// address is what an import of the assignment takes.
func (m model) address() string { return m.PromptID.ValueString() + "/" + m.LabelID.ValueString() }

// version is the number of the version, 0 where there is none.
func (m model) version() int {
	number := tfkit.Float(m.Version)
	if number == nil {
		return 0
	}
	return int(*number)
}

// observe is the state where a version has the label.
func (m model) observe(version int) model {
	number := float64(version)
	m.Version = tfkit.KeepNumber(m.Version, &number)
	return m
}

// judge compares where an answer shows the label with m, which is the state; see
// tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, live portkey.LabelledPrompt, now time.Time) tfkit.Finding {
	return writes.Judge(digest(m.version()), digest(live.LabelledVersion.Number), live.LastUpdatedAt.Or(""), now)
}

// digest identifies the version that has the label, 0 for none.
func digest(version int) string { return tfkit.Digest(version) }
