package members

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource. Its attributes are framework values, since a plan can have each
// of them unknown.
type model struct {
	ID             types.String `tfsdk:"id"`
	WorkspaceID    types.String `tfsdk:"workspace_id"`
	Members        types.Map    `tfsdk:"members"`
	WhenUnknown    types.String `tfsdk:"when_unknown"`
	AllowNoAdmin   types.Bool   `tfsdk:"allow_no_admin"`
	RemovedMembers types.List   `tfsdk:"removed_members"`
}

// names is a list of members as the state has it.
func names(all []string) types.List {
	elements := make([]attr.Value, 0, len(all))
	for _, one := range all {
		elements = append(elements, types.StringValue(one))
	}
	return types.ListValueMust(types.StringType, elements)
}

// removals are who the plan removes.
func (m model) removals() []string {
	var all []string
	for _, one := range m.RemovedMembers.Elements() {
		if name, ok := one.(types.String); ok {
			all = append(all, name.ValueString())
		}
	}
	return all
}

// roles are the roles by the keys of the map; "" for one that is not known.
func (m model) roles() map[string]string {
	all := tfkit.Texts(m.Members)
	for key := range m.Members.Elements() {
		all[key] += "" // an unknown role is none of the texts
	}
	return all
}

// nameOf is how a member that no configuration names is called: by the e-mail address, or
// the id where the answer has none.
func nameOf(one portkey.Member) string { return one.Email.Or(one.ID.Or("")) }

// leads reports whether a member is an owner or an admin of the organisation.
func leads(one portkey.Member) bool { return portkey.LeadsOrganisation(one.OrgRole.Or("")) }

// find is the member that a key names.
func find(live []portkey.Member, key string) (portkey.Member, bool) {
	ref := people.UserOf(key).Ref()
	i := slices.IndexFunc(live, func(one portkey.Member) bool {
		return strings.EqualFold(one.ID.Or(""), ref) || portkey.Address(one.Email.Or("")) == ref
	})
	if i < 0 {
		return portkey.Member{}, false
	}
	return live[i], true
}

// observe is the state as the server has it, with the keys of m. left looks, by requests
// of its own, whether somebody who is in m and not in the list is there after all.
func (m model) observe(ctx context.Context, live []portkey.Member, left func(ctx context.Context, key string) (role string, there bool)) model {
	prior, seen := m.roles(), map[string]string{}
	keyOf := map[string]string{} // by the id of the user
	for key := range prior {
		if one, there := find(live, key); there {
			keyOf[one.ID.Or("")] = key
			continue
		}
		if role, there := left(ctx, key); there {
			seen[key] = role
		}
	}
	for _, one := range live {
		key, known := keyOf[one.ID.Or("")]
		switch {
		case leads(one) && known: // whatever role is sent, they are admins
			seen[key] = prior[key]
		case leads(one):
		case known:
			seen[key] = string(one.Role.Or(portkey.MemberRole(prior[key])))
		default:
			seen[nameOf(one)] = string(one.Role.Or(""))
		}
	}
	if m.RemovedMembers.IsNull() || !maps.Equal(seen, prior) {
		m.RemovedMembers = names(nil)
	}
	m.Members = tfkit.TextMap(seen)
	return m
}
