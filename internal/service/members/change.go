package members

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// change is one apply: it compares the workspace with the plan, and writes what differs.
type change struct {
	api         *portkey.Client
	members     *portkey.Members
	workspaceID string
	act         tfkit.Act
	// invites are nil where no address of the state or the plan can be invited.
	invites *pending
	diags   *diag.Diagnostics

	prior  map[string]string // the roles of the state
	live   []portkey.Member
	writes ownWrites
	// done are the roles of the state and of what was written so far, and removed who
	// was removed. words say both.
	done    map[string]string
	removed []string
	words   []string
}

// change is an apply that begins with a state, the zero value where there is none.
func (r *Resource) change(act tfkit.Act, workspaceID string, state, plan model, writes ownWrites, diags *diag.Diagnostics) *change {
	c := &change{
		api: r.Session.API, members: portkey.NewMembers(r.Session.API, workspaceID), workspaceID: workspaceID,
		act: act, diags: diags, prior: state.roles(), done: state.roles(), writes: writes,
	}
	if state.WhenUnknown.ValueString() == invite || plan.WhenUnknown.ValueString() == invite {
		c.invites = &pending{api: r.Session.API}
	}
	return c
}

// acting is the act, which needs the scope of one verb.
func (c *change) acting(verb string) tfkit.Act {
	act := c.act
	act.Right = noun.Right(verb)
	return act
}

// look reads who is in the workspace.
func (c *change) look(ctx context.Context) error {
	listed, err := c.members.ListUncached(ctx)
	c.live = c.writes.corrected(listed)
	return err
}

// carryOut writes what a plan changes: first who is added, so that a workspace is never
// without an admin, then roles, and last who is removed, unless something failed.
func (c *change) carryOut(ctx context.Context, plan model) {
	if err := c.look(ctx); err != nil {
		c.diags.Append(unlisted(c.act, err, portkey.Gone{}))
		return
	}
	all, failed := seats(ctx, c.api, plan.roles(), c.live)
	if failed != nil {
		c.diags.Append(lookupFailed(c.act, failed))
		return
	}
	var added, changed, invited, nobody []seat
	for _, one := range all {
		switch {
		case one.id == "" && plan.WhenUnknown.ValueString() == invite:
			invited = append(invited, one)
		case one.id == "":
			nobody = append(nobody, one)
		case !one.member:
			added = append(added, one)
		case one.live != one.role && !one.overridden() && !c.isAsPlanned(one):
			changed = append(changed, one)
		default:
			c.note(one, "")
		}
	}
	if len(nobody) > 0 {
		c.diags.Append(unknown(c.act, nobody))
		return
	}
	c.add(ctx, added)
	for _, one := range changed {
		c.setRole(ctx, one)
	}
	for _, one := range invited {
		c.invite(ctx, one)
	}
	if !c.diags.HasError() {
		c.remove(ctx, plan.removals())
	}
	c.tellOthers(all, plan.removals())
}

// isAsPlanned reports whether the plan leaves the role of a seat as the state has it.
// What somebody else made of it since is left for the next plan to show.
func (c *change) isAsPlanned(one seat) bool {
	role, known := c.priorRole(one)
	return known && role == one.role
}

// priorRole is the role that the state has for the user of a seat, by whatever key.
func (c *change) priorRole(one seat) (string, bool) {
	if role, known := c.prior[one.key]; known {
		return role, true
	}
	for key, role := range c.prior {
		if found, there := find(c.live, key); there && found.ID.Or("") == one.id {
			return role, true
		}
	}
	return "", false
}

// note takes a seat into what the state says. did is what was done to it, if anything.
func (c *change) note(one seat, did string) {
	for key := range c.done { // another spelling of the key
		if found, there := find(c.live, key); there && one.id != "" && found.ID.Or("") == one.id {
			delete(c.done, key)
		}
	}
	c.done[one.key] = one.role
	if did != "" {
		c.words = append(c.words, did+" "+one.key)
	}
}

// add makes users members by one POST. Where the API rejects that, each has one of their
// own, so that the error names who is at fault; a rejected POST adds nobody.
func (c *change) add(ctx context.Context, all []seat) {
	if len(all) == 0 {
		return
	}
	body := portkey.MemberCreate{}
	for _, one := range all {
		body.Users = append(body.Users, portkey.NewMember{ID: one.id, Role: portkey.MemberRole(one.role)})
	}
	// The list that was read decides who is added: what it showed may have been corrected.
	create, err := c.members.PrepareCreate(ctx, func(time.Time) portkey.MemberCreate { return body }, true)
	if err == nil {
		_, err = create.Post(ctx)
	}
	if err == nil {
		for _, one := range all {
			c.writes.readd(one.id, one.role, c.api.Now())
			c.note(one, "added")
		}
		return
	}
	if portkey.IsUnknownOutcome(err) {
		_, err = create.Find(ctx, func(found portkey.Member) bool { return string(found.Role.Or("")) == all[0].role })
		c.addFound(ctx, all, err)
		return
	}
	isTaken := portkey.IsConflict(err)
	switch isRejected := isTaken || portkey.IsRefused(err) || portkey.IsInvalid(err); {
	case isRejected && len(all) > 1:
		for _, one := range all {
			c.add(ctx, []seat{one})
		}
	case isTaken: // since the list was read, or before an answer that lags
		c.setRole(ctx, all[0])
	case len(all) > 1:
		c.diags.Append(c.acting("create").Failed(err))
	default:
		c.diags.Append(atSeat(all[0], c.addFailed(err)))
	}
}

// addFailed explains why a user was not added.
func (c *change) addFailed(err error) diag.Diagnostic {
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Status == http.StatusForbidden && !answer.HTML {
		return c.acting("create").FailedIn(tfkit.SectionScope, err,
			"The user was not added. The API key lacks the "+noun.Create().Right+", or gives no role above its own, or the user is not one of its organisation.")
	}
	return c.acting("create").Failed(err)
}

// addFound takes note of who is there after a POST whose response was lost.
func (c *change) addFound(ctx context.Context, all []seat, err error) {
	live, listErr := c.members.ListUncached(ctx)
	var missing []string
	for _, one := range all {
		found, there := find(live, one.id)
		if listErr == nil && there && (string(found.Role.Or("")) == one.role || one.overridden()) {
			c.note(one, "added")
			continue
		}
		missing = append(missing, one.key)
	}
	if len(missing) == 0 {
		c.diags.AddWarning("Members found", "The response to the request that adds members was lost. All of them are in the workspace. Nobody was added twice.")
		return
	}
	if err == nil {
		err = listErr
	}
	if err == nil {
		err = errors.New("the response was lost, and a part of the members is in the workspace")
	}
	c.diags.AddError(c.act.Summary(), fmt.Sprintf(
		"Whether these were added is not known: %s.\nApply again: who is in the workspace by then is not added twice.\nPortkey: %v.\n%s", quoted(missing), err, tfkit.More(tfkit.SectionUnknown)))
}

// setRole gives a member the role of the plan.
func (c *change) setRole(ctx context.Context, one seat) {
	prior, isPlanned := c.priorRole(one)
	var foreign diag.Diagnostic
	var replaced *portkey.Member
	_, err := c.members.Edit(ctx, one.id, func(live portkey.Member) ([]portkey.MemberUpdate, error) {
		role := string(live.Role.Or(""))
		if known := c.writes.corrected([]portkey.Member{live}); len(known) > 0 {
			role = string(known[0].Role.Or(""))
		}
		foreign = nil
		if role == one.role || leads(live) || one.overridden() {
			return nil, nil
		}
		if isPlanned && role != prior {
			foreign = foreignRole(c.act, one, role, live.LastUpdatedAt.Or("an unknown time"))
			return nil, portkey.ErrStale // or the answer is older than the state
		}
		replaced = &live
		return []portkey.MemberUpdate{{Role: portkey.MemberRole(one.role)}}, nil
	})
	switch {
	case foreign != nil:
		c.diags.Append(foreign)
	case !one.member && portkey.IsRefused(err): // a member, and answers lag: the next plan shows the role
		c.note(one, "")
	case err != nil:
		c.diags.Append(atSeat(one, c.acting("update").Failed(err)))
	default:
		if replaced != nil {
			c.writes.add(*replaced, one.role, c.api.Now())
		}
		c.note(one, "gave the role "+one.role+" to")
	}
}

// remove removes members, and cancels the invites of who has not joined yet.
func (c *change) remove(ctx context.Context, keys []string) {
	for _, key := range keys {
		one, there := find(c.live, key)
		switch {
		case !there:
			if !c.cancel(ctx, key) {
				continue
			}
		case leads(one): // they stay, whatever happens here
		default:
			id := one.ID.Or("")
			err := c.members.Delete(ctx, id, nil)
			if portkey.IsRefused(err) && c.members.ProveGoneAfter(ctx, err, portkey.Ref{ID: id, Parent: c.workspaceID, CreatedAt: one.CreatedAt.Or("")}).Proven {
				err = nil
			}
			if err != nil {
				c.diags.Append(atSeat(seat{key: key}, c.acting("delete").Failed(err)))
				continue
			}
			c.writes.add(one, "", c.api.Now())
		}
		delete(c.done, key)
		c.removed = append(c.removed, key)
		c.words = append(c.words, "removed "+key)
	}
}

// everybody are the keys of the state, in order.
func (c *change) everybody() []string { return slices.Sorted(maps.Keys(c.prior)) }

// tellOthers warns of members whom the plan does not know: they were added since.
func (c *change) tellOthers(all []seat, removed []string) {
	var others []string
	for _, one := range c.live {
		isNamed := slices.ContainsFunc(removed, func(key string) bool { _, is := find([]portkey.Member{one}, key); return is })
		isSeated := slices.ContainsFunc(all, func(s seat) bool { return s.id == one.ID.Or("") })
		if !leads(one) && !isNamed && !isSeated {
			others = append(others, nameOf(one))
		}
	}
	if len(others) > 0 {
		slices.Sort(others)
		c.diags.AddWarning("Members left in the workspace", fmt.Sprintf(
			"%s joined the workspace after the plan, which does not name them, and were left there. Plan again to remove them, or add them to members.", quoted(others)))
	}
}

// explainPart says what a create that failed has done.
func (c *change) explainPart() {
	if len(c.words) > 0 {
		c.diags.AddWarning("A part of the members was written", fmt.Sprintf(
			"Before the error: %s. Nothing is in the state. Apply again: what is done already is not done twice.", strings.Join(c.words, ", ")))
	}
}
