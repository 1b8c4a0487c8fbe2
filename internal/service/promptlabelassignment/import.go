package promptlabelassignment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes prompt/label: the prompt by its id or slug, the label by its id.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	refused := func(why string) {
		resp.Diagnostics.AddError(noun.Import().Summary(), fmt.Sprintf(
			"%.100q %s. Specify a prompt, by its ID or slug, and a label of it, by its ID, as in prompt/label.\n%s", ref, why, tfkit.More(tfkit.SectionNotFound)))
	}
	prompt, label, nested := strings.Cut(ref, "/")
	if !nested || prompt == "" || label == "" {
		refused("does not name a prompt and a label")
		return
	}
	found, err := portkey.NewPrompts(r.Session.API, "").FindByID(ctx, prompt)
	if err != nil {
		failed := promptNotFound(noun.Import(), prompt, err)
		resp.Diagnostics.AddError(failed.Summary(), failed.Detail())
		return
	}
	live, err := r.Session.API.LabelledPrompt(ctx, prompt, label, int(found.Version.Or(1)))
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	if live.LabelledVersion.Number == 0 {
		refused("names a label that no version of the prompt has")
		return
	}
	state := model{PromptID: types.StringValue(prompt), LabelID: types.StringValue(label)}
	state.ID = types.StringValue(state.address())
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(live.LabelledVersion.Number))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
