package members

import (
	"context"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// invite sends an invite with the workspace and the role of a seat, unless a pending one
// says the same. One that gives another role in this workspace alone is replaced.
func (c *change) invite(ctx context.Context, one seat) {
	sent, there, err := c.invites.of(ctx, one.key)
	if err != nil {
		c.diags.Append(atSeat(one, inviteNoun.List().Failed(err)))
		return
	}
	role, here, alone := seatIn(sent, c.workspaceID, one.role)
	switch {
	case there && here && role == one.role:
		c.note(one, "")
		return
	case there && (!here || !alone):
		c.diags.Append(otherInvite(c.act, one))
		return
	case there:
		if err := portkey.NewInvites(c.api).Delete(ctx, sent.ID.Or(""), nil); err != nil {
			c.diags.Append(atSeat(one, inviteNoun.Destroy().Failed(err)))
			return
		}
	}
	body := portkey.InviteCreate{
		Email: strings.TrimSpace(one.key), Role: "member",
		Workspaces: []portkey.InviteWorkspace{{ID: c.workspaceID, Role: portkey.MemberRole(one.role)}},
	}
	create, err := portkey.NewInvites(c.api).PrepareCreate(ctx, func(time.Time) portkey.InviteCreate { return body }, false)
	if err == nil {
		_, err = create.Post(ctx)
	}
	if portkey.IsUnknownOutcome(err) {
		_, err = create.Find(ctx, portkey.Invite.IsPending)
	}
	if err != nil {
		c.diags.Append(atSeat(one, inviteNoun.Create().Failed(err)))
		return
	}
	c.note(one, "invited")
}

// cancel cancels the invite of a key that is no member, if one is pending for this
// workspace alone. It reports false, with an error, where that failed.
func (c *change) cancel(ctx context.Context, key string) bool {
	if people.UserOf(key).Email.IsNull() || c.invites == nil {
		return true
	}
	sent, there, err := c.invites.of(ctx, key)
	if err != nil {
		c.diags.Append(atSeat(seat{key: key}, inviteNoun.List().Failed(err)))
		return false
	}
	if _, here, alone := seatIn(sent, c.workspaceID, ""); !there || !here {
		return true
	} else if !alone {
		c.diags.AddWarning("Invite left pending", "The invite for "+key+" may include other workspaces, so it was not cancelled. Cancel it in Portkey if it is not wanted.")
		return true
	}
	if err := portkey.NewInvites(c.api).Delete(ctx, sent.ID.Or(""), nil); err != nil {
		c.diags.Append(atSeat(seat{key: key}, inviteNoun.Destroy().Failed(err)))
		return false
	}
	return true
}
