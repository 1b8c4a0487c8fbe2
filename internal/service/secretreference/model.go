package secretreference

import (
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of secret references returns.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	Name          *string      `tfsdk:"name"`
	ManagerType   *string      `tfsdk:"manager_type"`
	Status        types.String `tfsdk:"status"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// attributes are those that the resource and the data source of one share.
type attributes struct {
	listed

	Description *string      `tfsdk:"description"`
	SecretPath  *string      `tfsdk:"secret_path"`
	SecretKey   *string      `tfsdk:"secret_key"`
	Tags        types.Map    `tfsdk:"tags"`
	CreatedBy   types.String `tfsdk:"created_by"`
}

// auths are the ways to authenticate, of which one is not null.
type auths struct {
	AWSAccessKey    types.Object `tfsdk:"aws_access_key"`
	AWSAssumedRole  types.Object `tfsdk:"aws_assumed_role"`
	AWSServiceRole  types.Object `tfsdk:"aws_service_role"`
	AzureEntra      types.Object `tfsdk:"azure_entra"`
	AzureManaged    types.Object `tfsdk:"azure_managed"`
	AzureDefault    types.Object `tfsdk:"azure_default"`
	VaultToken      types.Object `tfsdk:"vault_token"`
	VaultAppRole    types.Object `tfsdk:"vault_approle"`
	VaultKubernetes types.Object `tfsdk:"vault_kubernetes"`
}

// model is the resource.
type model struct {
	attributes
	auths

	AuthVersion types.Int64 `tfsdk:"auth_wo_version"`
	// AllowedWorkspaces are null where every workspace is allowed, and empty where it is not
	// known which are.
	AllowedWorkspaces  types.Set `tfsdk:"allowed_workspaces"`
	AllowDuplicateName *bool     `tfsdk:"allow_duplicate_name"`
}

// newModel is a model without any value, from which responses are observed.
func newModel() model {
	m := model{AllowedWorkspaces: types.SetNull(types.StringType)}
	m.Tags = types.MapNull(types.StringType)
	m.setAuth(nil)
	return m
}

// objects are the objects of the variants, by their names.
func (a *auths) objects() map[string]*types.Object {
	return map[string]*types.Object{
		"aws_access_key": &a.AWSAccessKey, "aws_assumed_role": &a.AWSAssumedRole, "aws_service_role": &a.AWSServiceRole,
		"azure_entra": &a.AzureEntra, "azure_managed": &a.AzureManaged, "azure_default": &a.AzureDefault,
		"vault_token": &a.VaultToken, "vault_approle": &a.VaultAppRole, "vault_kubernetes": &a.VaultKubernetes,
	}
}

// auth is the object of a variant; null of none, as an answer can lack it.
func (a auths) auth(v variant) types.Object {
	if object := a.objects()[v.name]; object != nil {
		return *object
	}
	return types.ObjectNull(nil)
}

// setAuth sets the objects, by the names of their variants; those that it lacks are null.
func (a *auths) setAuth(objects map[string]types.Object) {
	for _, v := range variants {
		object, ok := objects[v.name]
		if !ok {
			object = types.ObjectNull(v.types())
		}
		*a.objects()[v.name] = object
	}
}

// variant is the one that is set. It reports false where none is.
func (a auths) variant() (variant, bool) {
	i := slices.IndexFunc(variants, func(v variant) bool { return !a.auth(v).IsNull() })
	if i < 0 {
		return variant{}, false
	}
	return variants[i], true
}

// ref is what a proof that the secret reference was deleted has to go by.
func (m model) ref(organisationID string) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Name: tfkit.Text(m.Name), Parent: organisationID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the secrets by their fields.
func (m model) create(secrets map[string]string) portkey.SecretReferenceCreate {
	v, _ := m.variant()
	body := portkey.SecretReferenceCreate{
		Name: tfkit.Text(m.Name), Slug: m.Slug.ValueString(), Description: tfkit.Text(m.Description), ManagerType: tfkit.Text(m.ManagerType),
		AuthConfig: v.create(m.auth(v), secrets), SecretPath: tfkit.Text(m.SecretPath), SecretKey: tfkit.Text(m.SecretKey), Tags: tfkit.Texts(m.Tags),
	}
	if allowed := m.allowed(); len(allowed) > 0 {
		body.AllowAllWorkspaces, body.AllowedWorkspaces = portkey.Some(portkey.Bool(false)), allowed
	}
	return body
}

// allowed are the workspaces that may use the secret, sorted; none if all may.
func (m model) allowed() []string {
	var refs []string
	for _, one := range m.AllowedWorkspaces.Elements() {
		if ref, ok := one.(types.String); ok {
			refs = append(refs, ref.ValueString())
		}
	}
	slices.Sort(refs)
	return refs
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
func (m model) takeComputed(answer portkey.SecretReference) model {
	m.ID = tfkit.OrPrior(answer.ID, m.ID)
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedBy = tfkit.OrPrior(answer.CreatedBy, m.CreatedBy)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer
// lacks or masks stays as m has it, and so does everything where the answer is older
// than m. now is the server's clock.
func (m model) observe(answer portkey.SecretReference, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	for _, text := range []struct {
		of   **string
		seen portkey.Opt[string]
		keep func(prior *string, seen string) *string
	}{
		{&m.Name, answer.Name, tfkit.KeepText},
		{&m.ManagerType, answer.ManagerType, tfkit.KeepText},
		{&m.Description, answer.Description, tfkit.KeepProse},
		{&m.SecretPath, answer.SecretPath, tfkit.KeepText},
		{&m.SecretKey, answer.SecretKey, tfkit.KeepText},
	} {
		if text.seen.IsPresent() {
			*text.of = text.keep(*text.of, text.seen.Or(""))
		}
	}
	if tags := answer.Tags.Or(nil); answer.Tags.IsPresent() && !maps.Equal(tags, tfkit.Texts(m.Tags)) {
		m.Tags = types.MapNull(types.StringType)
		if len(tags) > 0 {
			m.Tags = tfkit.TextMap(tags)
		}
	}
	if all, ok := answer.AllowAllWorkspaces.Get(); ok {
		m.AllowedWorkspaces = m.observeAllowed(bool(all))
	}
	seen := answer.AuthConfig.Or(nil)
	if v, known := variantOf(tfkit.Text(m.ManagerType), seen); known {
		m.setAuth(map[string]types.Object{v.name: v.observe(m.auth(v), seen)})
	}
	return m
}

// observeAllowed are the allowed workspaces, given whether all are: the API does not
// return which.
func (m model) observeAllowed(all bool) types.Set {
	switch {
	case all && len(m.allowed()) > 0:
		return types.SetNull(types.StringType)
	case !all && m.AllowedWorkspaces.IsNull():
		return types.SetValueMust(types.StringType, []attr.Value{})
	}
	return m.AllowedWorkspaces
}

// differs names the attributes in which two models differ on the wire. A secret differs
// where the configuration has changed it.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("secret_path", tfkit.Text(m.SecretPath) == tfkit.Text(other.SecretPath))
	changes.Add("secret_key", tfkit.Text(m.SecretKey) == tfkit.Text(other.SecretKey))
	changes.Add("tags", maps.Equal(tfkit.Texts(m.Tags), tfkit.Texts(other.Tags)))
	changes.Add("allowed_workspaces", m.AllowedWorkspaces.IsNull() == other.AllowedWorkspaces.IsNull() && slices.Equal(m.allowed(), other.allowed()))
	if v, ok := m.variant(); ok {
		same := maps.Equal(v.readable(m.auth(v)), v.readable(other.auth(v)))
		for _, f := range v.fields {
			same = same && (!f.secret || v.sameSecret(f, m, other))
		}
		changes.Add(v.name, same)
	}
	return changes
}

// digest identifies what differs compares, without the secrets.
func (m model) digest() string {
	v, _ := m.variant()
	return tfkit.Digest(tfkit.Text(m.Name), tfkit.TrimmedProse(tfkit.Text(m.Description)), tfkit.Text(m.SecretPath), tfkit.Text(m.SecretKey),
		tfkit.Texts(m.Tags), m.AllowedWorkspaces.IsNull(), v.name, v.readable(m.auth(v)))
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.SecretReference, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.SecretReference, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the secret reference
// as it is on the server and the secrets by their fields: what this update changes, and
// only what is not there already.
func (m model) changes(state, live model, secrets map[string]string) []portkey.SecretReferenceUpdate {
	var body portkey.SecretReferenceUpdate
	missing := slices.DeleteFunc(m.differs(live), func(name string) bool { return !m.differs(state).Has(name) })
	for _, name := range missing {
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = portkey.SomeOrNull(tfkit.Text(m.Description), tfkit.Text(m.Description) != "")
		case "secret_path":
			body.SecretPath = portkey.Some(tfkit.Text(m.SecretPath))
		case "secret_key":
			body.SecretKey = portkey.SomeOrNull(tfkit.Text(m.SecretKey), tfkit.Text(m.SecretKey) != "")
		case "tags":
			body.Tags = portkey.Null[portkey.Metadata]()
			if tags := tfkit.Texts(m.Tags); len(tags) > 0 {
				body.Tags = portkey.Some(portkey.Metadata(tags))
			}
		case "allowed_workspaces":
			allowed := m.allowed()
			body.AllowAllWorkspaces = portkey.Some(portkey.Bool(len(allowed) == 0))
			if len(allowed) > 0 {
				body.AllowedWorkspaces = portkey.Some(allowed)
			}
		default:
			v, _ := m.variant()
			body.AuthConfig = v.changes(m, state, live, secrets)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []portkey.SecretReferenceUpdate{body}
}
