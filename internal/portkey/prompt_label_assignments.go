package portkey

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A label is on one version of a prompt at most. That a version can have several is on
// record, and what a PUT of one does to the others is not: it is assumed to replace them.

// LabelAssignmentWords are what messages call a label that a version of a prompt has.
var LabelAssignmentWords = Words{One: "label assignment", Many: "label assignments", Scopes: "prompts", Rights: "scopes prompts.read and prompts.update"}

// LabelledPrompt is a prompt and the version that has a label.
type LabelledPrompt struct {
	// Prompt shows the version that was looked at first, or the default one where there is
	// no such version.
	Prompt
	// LabelledVersion has the label, zero where none has.
	LabelledVersion VersionRef
}

// LabelledPrompt reads where the label of a prompt is: on the version that it is expected on,
// or, by the list of versions, on another one.
func (c *Client) LabelledPrompt(ctx context.Context, prompt, label string, expected int) (LabelledPrompt, error) {
	prompts := NewPrompts(c, "")
	got, err := GetVersion(ctx, prompts, prompt, strconv.Itoa(expected))
	if IsRefused(err) { // the version, or the prompt
		got, err = prompts.GetUncached(ctx, prompt)
	}
	if err != nil {
		return LabelledPrompt{}, err
	}
	if slices.Contains(got.LabelIDs(), label) {
		return LabelledPrompt{got, got.shownVersion()}, nil
	}
	all, err := Versions(ctx, prompts, prompt)
	if err != nil {
		return LabelledPrompt{}, err
	}
	for _, one := range all {
		if one.LabelID == label {
			return LabelledPrompt{got, VersionRef{ID: one.ID, Number: one.Number}}, nil
		}
	}
	return LabelledPrompt{Prompt: got}, nil
}

// NoVersionError says that a prompt has no version of a number.
type NoVersionError struct {
	Number int
	// Refusal is how the API refused to return it.
	Refusal error
}

// Error names the version.
func (e *NoVersionError) Error() string {
	return fmt.Sprintf("the prompt has no version %d: %v", e.Number, e.Refusal)
}

// Unwrap is the refusal.
func (e *NoVersionError) Unwrap() error { return e.Refusal }

// LabelsLostError refuses to write a label where another one would be lost.
type LabelsLostError struct {
	Version int
	// Labels are the others that the version has, by name as far as answers have it.
	Labels []string
}

// Error names what would be lost.
func (e *LabelsLostError) Error() string {
	return fmt.Sprintf("version %d has other labels: %s", e.Version, strings.Join(e.Labels, ", "))
}

// LabelEdit decides, given where a label is, on which version it is to be: by its number, 0
// for none. write is false where that is so already.
type LabelEdit func(live LabelledPrompt) (to int, write bool, err error)

// EditLabel moves a label of a prompt, by its id, to another version, or takes it from the
// one that it is expected on. No other edit of the prompt runs in this process meanwhile. The error is a
// *NoVersionError or a *LabelsLostError if the version is not there or has another label,
// and keeps it for a while: another edit of the same run may move that.
func (c *Client) EditLabel(ctx context.Context, prompt, label string, expected int, plan LabelEdit) error {
	prompts := NewPrompts(c, "")
	found, err := prompts.GetUncached(ctx, prompt)
	if err != nil {
		return err
	}
	id := idOf(found)
	until := time.Now().Add(c.opts.Waits.TakenName)
	for {
		lost, err := c.editLabel(ctx, id, label, expected, plan)
		if err != nil {
			return err
		}
		if lost == nil {
			return nil
		}
		if !time.Now().Before(until) || c.sleep(ctx, c.opts.Waits.TakenNamePause, "a version has another label") != nil {
			return lost
		}
	}
}

func (c *Client) editLabel(ctx context.Context, id, label string, expected int, plan LabelEdit) (lost, err error) {
	prompts := NewPrompts(c, "")
	unlock, err := prompts.memory.lock(ctx, id)
	if err != nil {
		return nil, err
	}
	defer unlock()
	live, err := c.LabelledPrompt(ctx, id, label, expected)
	if err != nil {
		return nil, err
	}
	to, write, err := plan(live)
	if err != nil || !write {
		return nil, err
	}
	at, body := to, labelBody{Some(label)}
	if to == 0 {
		at, body = expected, labelBody{Null[string]()}
	}
	target := live.Prompt
	if target.shownVersion().Number != at {
		if target, err = GetVersion(ctx, prompts, id, strconv.Itoa(at)); IsRefused(err) {
			return nil, &NoVersionError{Number: at, Refusal: err}
		}
		if err != nil {
			return nil, err
		}
	}
	if others := target.otherLabels(label); len(others) > 0 {
		return &LabelsLostError{Version: at, Labels: others}, nil
	}
	path := slices.Concat(prompts.noun.at(id), []string{"versions", target.shownVersion().ID})
	return nil, prompts.write(ctx, id, request{method: http.MethodPut, path: path, body: body})
}

// labelBody is the body of PUT /prompts/{id}/versions/{id}: null takes the label.
type labelBody struct {
	LabelID Opt[string] `json:"label_id"`
}

// otherLabels are the labels of the version that the answer shows, without one of them.
func (p Prompt) otherLabels(label string) []string {
	var all []string
	for _, id := range p.LabelIDs() {
		if id == label {
			continue
		}
		for _, known := range p.Labels.Or(nil) {
			if known.ID == id && known.Name != "" {
				id = fmt.Sprintf("%s (%s)", known.Name, id)
			}
		}
		all = append(all, id)
	}
	return all
}

// SamePrompt reports whether two references, each an id or a slug, name the same prompt.
// Portkey is asked only if they are spelled differently.
func (c *Client) SamePrompt(ctx context.Context, one, other string) (bool, error) {
	if one == other || uuidPattern.MatchString(one) == uuidPattern.MatchString(other) {
		return one == other, nil
	}
	known, err := NewPrompts(c, "").FindByID(ctx, one)
	return err == nil && known.facts().isAt(other), err
}
