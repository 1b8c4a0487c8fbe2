package mcpcapabilities

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// mostListed is how many keys a message has.
const mostListed = 20

// lacks says that an owner which is synced has no capability of a key.
func lacks(e *portkey.NotSyncedError, key string) string {
	said := fmt.Sprintf("The %s has no capability %q.", e.What, key)
	if meant, ok := tfkit.Meant(key, e.Listed); ok {
		return said + fmt.Sprintf(" Did you mean %s?", meant)
	}
	switch count := len(e.Listed); {
	case count == 0:
		return said + " It has none at all."
	case count > mostListed:
		return said + fmt.Sprintf(" It has %d, among them: %s.", count, strings.Join(e.Listed[:mostListed], ", "))
	}
	return said + " It has: " + strings.Join(e.Listed, ", ") + "."
}

// failed explains why a write changed nothing, or may have changed something.
func (k kind) failed(act tfkit.Act, err error, plan model) diag.Diagnostics {
	var lacking *portkey.NotSyncedError
	if !errors.As(err, &lacking) {
		return diag.Diagnostics{k.noOwner(act, err, plan.Owner.ValueString())}
	}
	var diags diag.Diagnostics
	if lacking.Status == "synced" {
		for _, key := range lacking.Missing {
			diags.AddAttributeError(path.Root("capabilities").AtMapKey(key), act.Summary(),
				lacks(lacking, key)+" Nothing was changed.\n"+tfkit.More(tfkit.SectionValue))
		}
		return diags
	}
	missing := strings.Join(lacking.Missing, ", ")
	detail := fmt.Sprintf("The %s does not list %s, since the gateway of Portkey could not sync with the upstream MCP server: %s. Nothing was changed. "+
		"Correct the url, the transport or the authentication of the MCP integration, and apply again.", lacking.What, missing, reason(lacking))
	if lacking.Status != "error" {
		detail = fmt.Sprintf("The %s does not list %s yet. The gateway of Portkey has to sync with the upstream MCP server first, and has not done so after %s (sync_status: %s). "+
			"Nothing was changed. Apply again later, or set wait_for_sync to more than %s. A server that users log in to may be synced only once one of them has.",
			lacking.What, missing, lacking.Waited.Round(time.Second), status(lacking), plan.patience())
	}
	diags.AddAttributeError(path.Root("capabilities"), act.Summary(), detail+"\n"+tfkit.More(tfkit.SectionSync))
	return diags
}

// reason is what Portkey says of a sync that failed.
func reason(e *portkey.NotSyncedError) string {
	if e.Reason == "" {
		return "it does not say why"
	}
	return strings.TrimSuffix(strings.TrimSpace(e.Reason), ".")
}

func status(e *portkey.NotSyncedError) string {
	if e.Status == "" {
		return "not known"
	}
	return e.Status
}

// noOwner explains an error, also that there is no owner of an id or slug.
func (k kind) noOwner(act tfkit.Act, err error, ref string) diag.Diagnostic {
	var answer *portkey.Error
	var missing *portkey.NotFoundError
	isMissing := errors.As(err, &missing) && !missing.ListRefused
	if isMissing && missing.Refusal != nil {
		err = missing.Refusal
	}
	if !isMissing && (!errors.As(err, &answer) || answer.Status != 404 || answer.Code == "") {
		return act.Failed(err)
	}
	detail := fmt.Sprintf("No %s that is visible to this API key has the ID or slug %q. Nothing was changed.", k.what, ref)
	remedy := fmt.Sprintf("Check the spelling of %[1]s, and the organisation of the API key. If it is in this configuration, refer to it, as in %[1]s = portkey_%[2]s.example.id, so that it is created first.",
		k.attribute, strings.TrimSuffix(k.attribute, "_id"))
	failed := act.FailedIn(tfkit.SectionNotFound, err, detail, remedy)
	return diag.NewAttributeErrorDiagnostic(path.Root(k.attribute), failed.Summary(), failed.Detail())
}

// notFound explains why an import did not find the owner.
func (k kind) notFound(ref string, err error) diag.Diagnostic {
	var missing *portkey.NotFoundError
	if !errors.As(err, &missing) || missing.ListRefused {
		return k.noun.Import().Failed(err)
	}
	return diag.NewErrorDiagnostic(k.noun.Import().Summary(), fmt.Sprintf("The import ID %.200q names no %s that is visible to this API key.\nSpecify its %s.\n%s",
		ref, k.what, k.noun.References, tfkit.More(tfkit.SectionNotFound)))
}
