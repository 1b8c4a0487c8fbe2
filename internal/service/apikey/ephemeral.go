package apikey

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Ephemeral is the ephemeral resource portkey_api_key. Terraform opens it in every plan
// and again in every apply, and does not close it where a run fails or is interrupted. So
// each Open creates a key of its own, which expires by itself.
type Ephemeral struct{ tfkit.EphemeralBase }

var (
	_ ephemeral.EphemeralResourceWithClose     = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure = (*Ephemeral)(nil)
)

// NewEphemeralResource returns the ephemeral resource for the provider's registry.
func NewEphemeralResource() ephemeral.EphemeralResource {
	return &Ephemeral{tfkit.EphemeralBase{Name: "api_key"}}
}

// How long a key of one run may live: long enough for an apply, and short enough for a
// key that nobody deletes.
const (
	minLife     = 5 * time.Minute
	maxLife     = time.Hour
	defaultLife = maxLife
)

// namePrefix is what the name of such a key begins with, if nothing else is configured.
const namePrefix = "terraform"

// ephemeralModel is the ephemeral resource.
type ephemeralModel struct {
	WorkspaceID types.String        `tfsdk:"workspace_id"`
	Name        *string             `tfsdk:"name"`
	Scopes      []string            `tfsdk:"scopes"`
	ExpiresIn   *string             `tfsdk:"expires_in"`
	Defaults    *defaults           `tfsdk:"defaults"`
	UsageLimits []limits.UsageLimit `tfsdk:"usage_limits"`
	RateLimits  []limits.RateLimit  `tfsdk:"rate_limits"`
	ID          types.String        `tfsdk:"id"`
	Key         types.String        `tfsdk:"key"`
	ExpiresAt   types.String        `tfsdk:"expires_at"`
}

// opened is a key that was created, as Close finds it in private data. It has no secret.
type opened struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	ExpiresAt string `json:"expires_at"`
}

// openedKey is where it is in private data.
const openedKey = "api_key"

func (m ephemeralModel) kind() string {
	if m.WorkspaceID.ValueString() == "" {
		return portkey.OrganisationService
	}
	return portkey.WorkspaceService
}

// uniqueName is a name that no other key has: by it a create whose response is lost is
// found again.
func (m ephemeralModel) uniqueName() string {
	prefix := namePrefix
	if m.Name != nil {
		prefix = *m.Name
	}
	return prefix + "-" + strings.ToLower(rand.Text()[:12])
}

// life is how long the key lives.
func (m ephemeralModel) life() time.Duration {
	if life, err := time.ParseDuration(tfkit.Text(m.ExpiresIn)); err == nil { // checked by its validator
		return life
	}
	return defaultLife
}

// create is the body of the POST. base is the provider's metadata, of which a plan may
// not know everything yet. now is the server's clock.
func (m ephemeralModel) create(name, workspaceID string, base types.Map, now time.Time) portkey.APIKeyCreate {
	kind, expires := m.kind(), now.Add(m.life()).UTC().Format(time.RFC3339)
	key := model{
		attributes: attributes{
			Type: &kind, Name: &name, Scopes: m.Scopes, Defaults: m.Defaults, RateLimits: m.RateLimits, ExpiresAt: &expires,
		},
		UsageLimits: m.UsageLimits,
	}
	metadata := tfkit.Texts(base)
	maps.Copy(metadata, key.own().Metadata)
	key.EffectiveMetadata = tfkit.TextMap(metadata)
	return key.create(workspaceID, now)
}

// Open creates the key by one POST. It deletes a key that it can't return.
func (e *Ephemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var config ephemeralModel
	diags := &resp.Diagnostics
	diags.Append(req.Config.Get(ctx, &config)...)
	if diags.HasError() || !e.Session.Ready(diags) {
		return
	}
	defer e.Session.WarnOfWaits(diags)
	workspaceID, ok := e.Session.WorkspaceID(ctx, config.WorkspaceID, diags)
	if !ok {
		return
	}
	name := config.uniqueName()
	var sent portkey.APIKeyCreate
	creation, err := portkey.NewAPIKeys(e.Session.API, config.kind()).PrepareCreate(ctx, func(now time.Time) portkey.APIKeyCreate {
		sent = config.create(name, workspaceID, e.Session.DefaultMetadata, now)
		return sent
	}, false)
	if err != nil {
		diags.Append(nounOf(e.Session.API, config.kind()).CreateFailed(err))
		return
	}
	got, err := creation.Post(ctx)
	ctx = e.Session.WithMasks(ctx)
	key := opened{ID: got.ID.Or(""), Kind: sent.Kind, Name: name, ExpiresAt: sent.ExpiresAt}
	switch {
	case portkey.IsUnknownOutcome(err):
		diags.Append(e.lost(ctx, creation, sent, key))
		return
	case err != nil:
		diags.Append(nounOf(e.Session.API, config.kind()).CreateFailed(err))
		return
	case got.Secret.IsZero():
		diags.Append(e.useless(ctx, key, "The response to the create of the ephemeral API key contains no key."))
		return
	case ctx.Err() != nil: // Terraform does not close what it interrupts
		diags.Append(e.useless(ctx, key, "Terraform was interrupted."))
		return
	}
	config.ID, config.Key, config.ExpiresAt = types.StringValue(key.ID), types.StringValue(got.Secret.Reveal()), types.StringValue(key.ExpiresAt)
	diags.Append(resp.Result.Set(ctx, config)...)
	noted, err := json.Marshal(key)
	if err == nil {
		diags.Append(resp.Private.SetKey(ctx, openedKey, noted)...)
	}
}

// Close deletes the key. A failure is a warning: an error would stop the run, and the key
// expires anyway.
func (e *Ephemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	noted, diags := req.Private.GetKey(ctx, openedKey)
	resp.Diagnostics.Append(diags...)
	var key opened
	if err := json.Unmarshal(noted, &key); err != nil || key.ID == "" {
		return
	}
	if err := e.delete(ctx, key); err != nil {
		failed := notDeleted(nounOf(e.Session.API, key.Kind), key, err)
		resp.Diagnostics.AddWarning(failed.Summary(), failed.Detail())
	}
}

// delete deletes the key, even after Terraform was interrupted.
func (e *Ephemeral) delete(ctx context.Context, key opened) error {
	err := portkey.NewAPIKeys(e.Session.API, key.Kind).DeleteWhileStopping(ctx, key.ID)
	if portkey.IsRefused(err) && portkey.IsUnknownOutcome(err) {
		return nil // an attempt whose response was lost deleted it
	}
	return err
}

// lost looks for the key of a create whose response was lost, with its secret, and
// deletes it.
func (e *Ephemeral) lost(ctx context.Context, creation *portkey.APIKeyCreation, sent portkey.APIKeyCreate, key opened) diag.Diagnostic {
	found, err := portkey.FindLostAPIKey(ctx, e.Session.API, creation, sent)
	if err != nil {
		return mayExist(nounOf(e.Session.API, key.Kind), key, err)
	}
	key.ID = found.ID.Or("")
	return e.useless(ctx, key, "The response to the create of the ephemeral API key was lost, and the key with it.")
}

// useless deletes a key that can't be returned, for the reason given.
func (e *Ephemeral) useless(ctx context.Context, key opened, why string) diag.Diagnostic {
	return notReturned(nounOf(e.Session.API, key.Kind), key, why, e.delete(ctx, key))
}
