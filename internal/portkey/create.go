package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// maxFindPause is what the pauses between the looks for a create grow to.
const maxFindPause = 5 * time.Second

// Look is what bore a name before it was created: none of it can be what the
// create made.
type Look struct {
	before map[string]bool
	blind  bool
	// duplicate tells that a taken name would not have been refused.
	duplicate bool
}

// Blind reports that the key may not list (scope workspaces.list), so that
// nothing is known of what was there.
func (l Look) Blind() bool { return l.blind }

// TakenError refuses to make a second workspace of one name.
type TakenError struct {
	// Name is the name as Portkey shows it.
	Name string
	// Candidates bear the name. Empty while another create of this process holds it.
	Candidates []Workspace
	// MadeHere reports that this process makes or made one of them: two resources
	// want the name.
	MadeHere bool
}

// Error lists the ids of what bears the name.
func (e *TakenError) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("another create of this run makes a workspace called %q", e.Name)
	}
	return fmt.Sprintf("a workspace called %q exists: %s", e.Name, ids(e.Candidates))
}

// UnknownOutcomeError says that a create may or may not have made something,
// and that looking did not settle it.
type UnknownOutcomeError struct {
	// Name is the name as Portkey shows it.
	Name string
	// Cause is how the create failed.
	Cause error
	// Candidates bear the name, were not there before the create, and were made
	// by no other create of this process.
	Candidates []Workspace
	// Blind reports that the key may not list, so that nothing could be looked for.
	Blind bool
	// Duplicate reports that a taken name is no reason to refuse, so that another
	// attempt would make a second one.
	Duplicate bool
	// LookErr is how the last look failed; nil where it did not.
	LookErr error
}

// Error says what was found.
func (e *UnknownOutcomeError) Error() string {
	seen := "none of that name has appeared"
	switch {
	case e.Blind:
		seen = "this key may not look (scope workspaces.list)"
	case len(e.Candidates) > 0:
		seen = "it may be one of: " + ids(e.Candidates)
	case e.LookErr != nil:
		seen = fmt.Sprintf("looking for it failed: %v", e.LookErr)
	}
	return fmt.Sprintf("it is not known whether the workspace %q was made; %s: %v", e.Name, seen, e.Cause)
}

// Unwrap is the cause.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

func (w WorkspaceCreate) display() string { return DisplayName(w.Icon, w.Name) }

// LookBeforeCreate looks for the name of a workspace that is about to be made,
// and refuses with a *TakenError where it is taken and stays so for a while (a
// delete or a rename of the same run may be under way). allowDuplicate skips
// the refusal, not the look. A look that succeeds reserves the name in this
// process until CreateWorkspace has returned.
func (c *Client) LookBeforeCreate(ctx context.Context, body WorkspaceCreate, allowDuplicate bool) (Look, error) {
	name := body.display()
	until := time.Now().Add(c.cfg.Waits.TakenName)
	for again := false; ; again = true {
		look, taken, err := c.lookOnce(ctx, body, allowDuplicate, again)
		if err != nil {
			return Look{}, fmt.Errorf("look whether the name %q is taken: %w", name, err)
		}
		if taken == nil {
			return look, nil
		}
		if !time.Now().Before(until) {
			return Look{}, taken
		}
		if err := c.sleep(ctx, c.cfg.Waits.TakenNamePause, "the name is taken"); err != nil {
			return Look{}, errors.Join(taken, err)
		}
	}
}

func (c *Client) lookOnce(ctx context.Context, body WorkspaceCreate, allowDuplicate, again bool) (Look, *TakenError, error) {
	name := body.display()
	// Reserved before looking, or two creates of one name would both find it free.
	if !c.memory.reserve(name, allowDuplicate) {
		return Look{}, &TakenError{Name: name, MadeHere: true}, nil
	}
	found, blind, err := c.bearersOf(ctx, body, again)
	if err != nil {
		c.memory.release(name, false)
		return Look{}, nil, err
	}
	if len(found) > 0 && !allowDuplicate {
		c.memory.release(name, false)
		return Look{}, &TakenError{
			Name: name, Candidates: found,
			MadeHere: slices.ContainsFunc(found, func(w Workspace) bool { return c.memory.isClaimed(w.ID) }),
		}, nil
	}
	look := Look{before: make(map[string]bool, len(found)), blind: blind, duplicate: allowDuplicate}
	for _, w := range found {
		look.before[w.ID] = true
	}
	return look, nil, nil
}

// bearersOf returns the active workspaces of a name: those that are listed, and
// those that this process made and a list may not show yet. A name that is looked
// for again is not looked up in the list that many share.
func (c *Client) bearersOf(ctx context.Context, body WorkspaceCreate, again bool) (found []Workspace, blind bool, err error) {
	if again || !c.names.isFree(ctx, c, body.display()) {
		found, err = c.named(ctx, body.Icon, body.Name)
	}
	if isForbidden(err) {
		found, blind, err = nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	for _, id := range c.memory.madeAs(body.display()) {
		if slices.ContainsFunc(found, func(w Workspace) bool { return w.ID == id }) {
			continue
		}
		// Someone may have deleted or renamed it since: only what can be read bears the name.
		if w, err := c.WorkspaceNow(ctx, id); err == nil && w.Display() == body.display() {
			found = append(found, w)
		}
	}
	return found, blind, nil
}

// isForbidden tells a key without the scope from a wrong base URL, which
// answers 404 to anything.
func isForbidden(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusForbidden
}

// CreateWorkspace makes a workspace by one POST. An answer is a 2xx that holds
// an id; where IsUnknownOutcome(err), look with FindCreated.
func (c *Client) CreateWorkspace(ctx context.Context, body WorkspaceCreate) (Workspace, error) {
	got, err := c.postWorkspace(ctx, body)
	if err == nil {
		c.memory.claim(got.ID, body.display())
	}
	unknown := IsUnknownOutcome(err)
	if unknown {
		c.edits.Add(1)
	}
	c.memory.release(body.display(), unknown)
	return got, err
}

func (c *Client) postWorkspace(ctx context.Context, body WorkspaceCreate) (Workspace, error) {
	open, cancel := c.detach(ctx)
	defer cancel()
	var got Workspace
	answer, err := c.call(open, request{method: http.MethodPost, path: workspacesPath, body: body, sendOnce: true, caller: ctx}, &got)
	if err != nil {
		return Workspace{}, err
	}
	if got.ID == "" {
		return Workspace{}, withoutID(http.MethodPost, workspacesPath, answer)
	}
	got.AnsweredAt = answer.answeredAt
	return got, nil
}

// FindCreated looks for what a create of unknown outcome made. It returns the
// only workspace that bears the name, was not there before, is claimed by no
// other create of this process, and is what was sent, as matches judges; and
// claims it. Otherwise the error is an *UnknownOutcomeError. Nothing is sent again.
func (c *Client) FindCreated(ctx context.Context, look Look, body WorkspaceCreate, matches func(Workspace) bool, cause error) (Workspace, error) {
	defer c.memory.found(body.display())
	unknown := &UnknownOutcomeError{Name: body.display(), Cause: cause, Blind: look.blind, Duplicate: look.duplicate}
	if look.blind {
		return Workspace{}, unknown
	}
	ctx, reattach := c.detach(ctx)
	defer reattach()
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Waits.FindCreated)
	defer cancel()
	for wait := c.cfg.Waits.FindCreatedPause; ; wait = min(2*wait, maxFindPause) {
		candidates, err := c.candidates(ctx, look, body)
		if isForbidden(err) && len(candidates) == 0 { // the list, not the read of a candidate
			unknown.Blind = true
			return Workspace{}, unknown
		}
		if len(candidates) > 0 || err == nil {
			unknown.Candidates = candidates
		}
		if unknown.LookErr == nil || ctx.Err() == nil { // the end of the time says less
			unknown.LookErr = err
		}
		if err == nil && len(candidates) == 1 && matches(candidates[0]) && c.memory.adopt(candidates[0].ID, body.display()) {
			return candidates[0], nil
		}
		if c.sleep(ctx, wait, "the outcome of a create is not known") != nil {
			return Workspace{}, unknown
		}
	}
}

// candidates lists what a create may have made. Where it is a single one it is
// read on its own, since a list tells less and may be older.
func (c *Client) candidates(ctx context.Context, look Look, body WorkspaceCreate) ([]Workspace, error) {
	found, err := c.named(ctx, body.Icon, body.Name)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(w Workspace) bool { return look.before[w.ID] || c.memory.isClaimed(w.ID) })
	if len(found) != 1 {
		return found, nil
	}
	live, err := c.WorkspaceNow(ctx, found[0].ID)
	if err != nil {
		return found, err
	}
	return []Workspace{live}, nil
}
