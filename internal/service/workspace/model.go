package workspace

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration can set is a plain Go value, since it is known wherever a model is
// read; what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID             types.String       `tfsdk:"id"`
	Slug           types.String       `tfsdk:"slug"`
	Name           *string            `tfsdk:"name"`
	Description    *string            `tfsdk:"description"`
	Icon           *string            `tfsdk:"icon"`
	Defaults       *defaults          `tfsdk:"defaults"`
	RateLimits     []limits.RateLimit `tfsdk:"rate_limits"`
	CreatedAt      types.String       `tfsdk:"created_at"`
	LastUpdatedAt  types.String       `tfsdk:"last_updated_at"`
	IsDefault      types.Bool         `tfsdk:"is_default"`
	OrganisationID types.String       `tfsdk:"organisation_id"`
}

// model is the resource.
type model struct {
	attributes

	EffectiveMetadata  types.Map           `tfsdk:"effective_metadata"`
	UsageLimits        []limits.UsageLimit `tfsdk:"usage_limits"`
	ForceDelete        *bool               `tfsdk:"force_delete"`
	DeletionProtection *bool               `tfsdk:"deletion_protection"`
	AllowDuplicateName *bool               `tfsdk:"allow_duplicate_name"`

	// Retained is a description that the control plane kept although it was cleared.
	// The private state has it.
	Retained string `tfsdk:"-"`
}

// defaults is the attribute of that name.
type defaults struct {
	Metadata map[string]string `tfsdk:"metadata"`
}

// own is the metadata that is the workspace's own, however the attributes spell
// "none".
func (m model) own() map[string]string {
	if m.Defaults == nil {
		return nil
	}
	return m.Defaults.Metadata
}

// metadata is what Portkey has for the workspace: the provider's metadata, overridden by
// its own.
func (m model) metadata() map[string]string { return tfkit.Texts(m.EffectiveMetadata) }

// display is the name as Portkey shows it.
func (m model) display() string {
	return portkey.DisplayName(tfkit.Text(m.Icon), tfkit.Text(m.Name))
}

// ref is what a proof that the workspace was deleted has to go by.
func (m model) ref() portkey.Ref {
	return portkey.Ref{
		ID:        m.ID.ValueString(),
		Name:      m.display(),
		Parent:    m.OrganisationID.ValueString(),
		CreatedAt: m.CreatedAt.ValueString(),
	}
}

// create is the body of the POST: what the configuration contains, and nothing
// else. now is the server's clock.
func (m model) create(now time.Time) portkey.WorkspaceCreate {
	body := portkey.WorkspaceCreate{
		Name:        tfkit.Text(m.Name),
		Description: tfkit.Text(m.Description),
		Icon:        tfkit.Text(m.Icon),
		UsageLimits: limits.CreateUsage(m.UsageLimits, now),
		RateLimits:  limits.WireRate(m.RateLimits),
	}
	if metadata := m.metadata(); len(metadata) > 0 {
		body.Defaults = &portkey.WorkspaceDefaults{Metadata: metadata}
	}
	return body
}

// created is the state after a POST: the plan, and what the server fills in.
func (m model) created(answer portkey.Workspace) model {
	m.ID = types.StringValue(answer.ID)
	return m.takeComputed(answer)
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
func (m model) takeComputed(answer portkey.Workspace) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	m.IsDefault = tfkit.OrPriorBool(answer.IsDefault, m.IsDefault)
	m.OrganisationID = tfkit.OrPrior(answer.OrganisationID, m.OrganisationID)
	return m
}

// lacksComputed reports whether the answers so far lack anything that the server alone
// decides.
func (m model) lacksComputed() bool {
	return m.Slug.IsNull() || m.CreatedAt.IsNull() || m.LastUpdatedAt.IsNull() || m.IsDefault.IsNull() || m.OrganisationID.IsNull()
}

// fillComputed takes what is lacking from a read after the create. The time of the last
// update stays as it is where it is known, and where somebody has edited the workspace
// since: a plan without a refresh would take that edit for known.
func (m model) fillComputed(read portkey.Workspace, now time.Time) model {
	known := m.LastUpdatedAt
	if known.IsNull() && m.isShownBy(read, now) {
		known = tfkit.OrPrior(read.LastUpdatedAt, known)
	}
	m = m.takeComputed(read)
	m.LastUpdatedAt = known
	return m
}

// observe is the state as the server returns it, in the spelling of m. What the answer
// lacks stays as m has it, and so does everything where the answer is older than m.
// base is the provider's metadata.
func (m model) observe(answer portkey.Workspace, base types.Map, now time.Time) model {
	answer = answer.Composed()
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	answer = answer.Composed()
	m = m.takeComputed(answer)
	m.Name, m.Icon = m.observeName(answer)
	if answer.Description.IsPresent() {
		m.Description, m.Retained = tfkit.KeepRetained(m.Description, m.Retained, answer.Description.Or(""))
	}
	if answer.Defaults.IsPresent() {
		m = m.observeMetadata(answer.Defaults.Or(portkey.WorkspaceDefaults{}).Metadata, base)
	} else if m.EffectiveMetadata.IsNull() { // an import
		m.EffectiveMetadata = tfkit.TextMap(m.own())
	}
	if answer.UsageLimits.IsPresent() {
		m.UsageLimits = limits.ObserveUsage(m.UsageLimits, answer.UsageLimits.Or(nil), now)
	}
	if answer.RateLimits.IsPresent() {
		m.RateLimits = limits.ObserveRate(m.RateLimits, answer.RateLimits.Or(nil))
	}
	return m
}

// observeMetadata separates the workspace's own metadata from base; see
// [tfkit.ObserveMetadata].
func (m model) observeMetadata(answered map[string]string, base types.Map) model {
	var own map[string]string
	own, m.EffectiveMetadata = tfkit.ObserveMetadata(m.own(), m.EffectiveMetadata, answered, base)
	if !maps.Equal(m.own(), own) {
		m.Defaults = nil
		if len(own) > 0 {
			m.Defaults = &defaults{Metadata: own}
		}
	}
	return m
}

// observeName compares name and icon as displayed, since the server glues the
// icon in front of the name and takes a leading emoji out of it. Where the
// display is another one, a name that carries the icon itself goes on doing so;
// everywhere else the icon stands apart from the name. Whether the server takes
// an emoji out that no blank follows is not on record: either is no difference.
func (m model) observeName(answer portkey.Workspace) (name, icon *string) {
	answered, ok := answer.Name.Get()
	if !ok {
		answered = tfkit.Text(m.Name)
	}
	shown := answer.Icon.Or("")
	if !answer.Icon.IsPresent() {
		shown = tfkit.Text(m.Icon)
		if portkey.DisplayName("", answered) != m.display() {
			return tfkit.KeepText(m.Name, portkey.PlainName(shown, answered)), m.Icon
		}
	}
	display, plain := portkey.DisplayName(shown, answered), portkey.PlainName(shown, answered)
	switch {
	case display == m.display(), shown+plain == m.display():
		return m.Name, m.Icon
	case m.carriesIcon(shown, plain):
		return &display, m.Icon
	case portkey.DisplayName(shown, plain) != display:
		// The plain name starts with the same icon once more, and what would be
		// stored for it is shown as the plain name alone.
		return &display, tfkit.KeepText(m.Icon, shown)
	default:
		return &plain, tfkit.KeepText(m.Icon, shown)
	}
}

// carriesIcon reports whether the state manages the icon through the name: it
// has no icon apart from it, and its name starts with that icon, or says the
// same behind another one, which is not a word.
func (m model) carriesIcon(icon, plain string) bool {
	name := tfkit.Text(m.Name)
	if tfkit.Text(m.Icon) != "" || icon == "" || name == plain {
		return false
	}
	head, same := strings.CutSuffix(name, " "+plain)
	return portkey.PlainName(icon, name) != name || same && !strings.ContainsFunc(head, unicode.IsLetter)
}

// differs names the attributes in which two models differ on the wire. What is
// only spelled in another way, the order of limits too, is no difference.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", m.display() == other.display())
	changes.Add("description", tfkit.Text(m.Description) == tfkit.Text(other.Description))
	changes.Add("defaults", maps.Equal(m.metadata(), other.metadata()))
	changes.Add("usage_limits", limits.UsageReordered(m.UsageLimits, other.UsageLimits))
	changes.Add("rate_limits", limits.RateReordered(m.RateLimits, other.RateLimits))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	body := m.create(time.Time{})
	return tfkit.Digest(m.display(), tfkit.TrimmedProse(body.Description), body.Defaults, tfkit.Unordered(body.UsageLimits), tfkit.Unordered(body.RateLimits))
}

var versions = tfkit.Versions[model]{Differs: model.differs, Digest: model.digest, UpdatedAt: model.updatedAt}

// updatedAt is when the workspace was last updated: when it was created, if never since.
func (m model) updatedAt() string {
	return cmp.Or(m.LastUpdatedAt.ValueString(), m.CreatedAt.ValueString())
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Workspace, base types.Map, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, base, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Workspace, now time.Time) bool {
	return len(m.differs(m.observe(answer, types.MapNull(types.StringType), now))) == 0
}

// changes is what turns state into m: the bodies of the PUTs, in order. Each
// has what differs and nothing else; live is the workspace as it is on the
// server, whose other defaults and reset dates go along as they are.
func (m model) changes(state model, live portkey.Workspace, now time.Time) []portkey.WorkspaceUpdate {
	live = live.Composed()
	var bodies []portkey.WorkspaceUpdate
	var body portkey.WorkspaceUpdate
	changes := m.differs(state)
	for _, name := range changes {
		switch name {
		case "name":
			var cleared bool
			body.Name, body.Icon, cleared = m.nameOnWire(state, live)
			if cleared {
				bodies = append(bodies, portkey.WorkspaceUpdate{Icon: portkey.Some("")})
			}
		case "description":
			body.Description = portkey.Some(tfkit.Text(m.Description))
		case "defaults":
			// mayWrite has refused what lacks them.
			body.Defaults, _ = live.MergeDefaults(func(d *portkey.WorkspaceDefaults) {
				d.Metadata = portkey.Metadata{}
				maps.Copy(d.Metadata, m.metadata())
			})
		case "usage_limits":
			body.UsageLimits = portkey.Null[[]portkey.UsageLimit]()
			if len(m.UsageLimits) > 0 {
				body.UsageLimits = portkey.Some(limits.ChangeUsage(m.UsageLimits, state.UsageLimits, live.UsageLimits.Or(nil), now))
			}
		case "rate_limits":
			body.RateLimits = portkey.Null[[]portkey.RateLimit]()
			if len(m.RateLimits) > 0 {
				body.RateLimits = portkey.Some(limits.WireRate(m.RateLimits))
			}
		}
	}
	others := slices.ContainsFunc(changes, func(name string) bool { return name != "name" })
	if others || body.Name.IsPresent() || body.Icon.IsPresent() {
		bodies = append(bodies, body)
	}
	return bodies
}

// nameOnWire is how a new name, icon or both are written. With an icon both are
// sent. Without one, the icon that is live is first cleared in a request of its
// own, since the server would glue it in front of the new name; then the name
// goes alone, and the server takes a leading emoji out of it. A live name that
// is not the state's may be a stale read, so then both are written regardless.
func (m model) nameOnWire(state model, live portkey.Workspace) (name, icon portkey.Opt[string], clearFirst bool) {
	if tfkit.Text(m.Icon) != "" {
		return portkey.Some(tfkit.Text(m.Name)), portkey.Some(tfkit.Text(m.Icon)), false
	}
	shown := live.Icon.Or("")
	doubtful := live.Display() != state.display()
	if doubtful || portkey.PlainName(shown, live.Name.Or("")) != m.display() {
		name = portkey.Some(m.display())
	}
	return name, icon, doubtful || shown != ""
}
