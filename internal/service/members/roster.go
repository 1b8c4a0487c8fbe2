package members

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// seat is a key of the map with its role, and who that is.
type seat struct {
	key, role string
	// id is that of the user; empty for an address that belongs to none.
	id string
	// orgRole is the role in the organisation; empty where it is not known.
	orgRole string
	// member reports whether the user is in the workspace, with the role live.
	member bool
	live   string
}

// at is the attribute that a diagnostic about a seat is shown at.
func (s seat) at() path.Path { return path.Root("members").AtMapKey(s.key) }

// overridden reports whether the role has no effect.
func (s seat) overridden() bool { return portkey.LeadsOrganisation(s.orgRole) }

// isAdmin reports whether somebody in this seat can administer the workspace.
func (s seat) isAdmin() bool { return s.id != "" && (s.overridden() || s.role != "member") }

// seats finds who the keys of a map are: among the members, or else the users. A key
// without a right to users can give seats by their ids alone. The error is about seats
// that can't be looked up; those that nobody has are without an id.
func seats(ctx context.Context, api *portkey.Client, roles map[string]string, live []portkey.Member) ([]seat, *lookupError) {
	all := make([]seat, 0, len(roles))
	for _, key := range slices.Sorted(maps.Keys(roles)) {
		s := seat{key: key, role: roles[key]}
		if one, there := find(live, key); there {
			s.id, s.orgRole, s.member, s.live = one.ID.Or(""), one.OrgRole.Or(""), true, string(one.Role.Or(""))
			all = append(all, s)
			continue
		}
		u := people.UserOf(key)
		found, err := people.Find(ctx, api, u)
		var missing *portkey.NotFoundError
		switch {
		case err == nil:
			s.id, s.orgRole = found.ID.Or(""), found.Role.Or("")
		case people.IsUnknown(err):
		case errors.As(err, &missing) && !u.ID.IsNull(): // the key may not look
			s.id = key
		default:
			return nil, &lookupError{s, err}
		}
		all = append(all, s)
	}
	return all, nil
}

// lookupError is that a seat could not be looked up.
type lookupError struct {
	seat
	err error
}

// has reports whether one of the seats is that of a member or a user, by the key of
// another map that names them.
func has(all []seat, one seat) bool {
	return slices.ContainsFunc(all, func(s seat) bool {
		return s.id != "" && s.id == one.id || portkey.Address(s.key) == portkey.Address(one.key)
	})
}

// pending are the pending invites, by address. They are read at most once.
type pending struct {
	api    *portkey.Client
	read   bool
	all    map[string]portkey.Invite
	failed error
}

func (p *pending) of(ctx context.Context, address string) (portkey.Invite, bool, error) {
	if !p.read {
		p.read, p.all = true, map[string]portkey.Invite{}
		invites, err := portkey.NewInvites(p.api).List(ctx, url.Values{"status": {"pending"}})
		for _, one := range slices.Backward(invites) { // newest first
			if one.IsPending() {
				p.all[portkey.Address(one.Email.Or(""))] = one
			}
		}
		p.failed = err
	}
	found, there := p.all[portkey.Address(address)]
	return found, there, p.failed
}

// seatIn is the role that an invite gives in a workspace. Where the answer lacks the
// workspaces, it is taken for the role that is wanted. alone reports that the invite is
// for no other workspace.
func seatIn(one portkey.Invite, workspaceID, wanted string) (role string, there, alone bool) {
	all, told := one.Workspaces.Get()
	if !told {
		return wanted, true, false
	}
	i := slices.IndexFunc(all, func(s portkey.InviteSeat) bool { return s.WorkspaceID == workspaceID })
	if i < 0 {
		return "", false, false
	}
	return string(all[i].Role), true, len(all) == 1
}

// left looks whether somebody who is not in the list of members is there after all: a
// list can lag behind. Who is invited keeps the key while the invite is pending.
func (r *Resource) left(state model) func(ctx context.Context, key string) (role string, there bool) {
	api := r.Session.API
	invites := &pending{api: api}
	roles := state.roles()
	return func(ctx context.Context, key string) (string, bool) {
		u := people.UserOf(key)
		id := u.ID.ValueString()
		if id == "" {
			if found, err := people.Find(ctx, api, u); err == nil {
				id = found.ID.Or("")
			}
		}
		if id != "" {
			one, err := portkey.NewMembers(api, state.ID.ValueString()).GetUncached(ctx, id)
			if err == nil && leads(one) {
				return roles[key], true
			}
			return string(one.Role.Or("")), err == nil
		}
		if tfkit.Text(state.WhenUnknown.ValueStringPointer()) != invite {
			return "", false
		}
		sent, there, err := invites.of(ctx, key)
		if err != nil { // not known: the state stays as it is
			return roles[key], true
		}
		if !there {
			return "", false
		}
		role, there, _ := seatIn(sent, state.ID.ValueString(), roles[key])
		return role, there
	}
}
