package emulator

import (
	"fmt"
	"math"
	"time"
)

// minTransition is how long the old secret is valid at least, and by default, after a
// rotation (documented).
const minTransition = 30 * time.Minute

var isTransition = whole(float64(minTransition/time.Millisecond), math.MaxInt32)

// rotate gives a key another secret. The old one is valid until the transition is over,
// and another rotation is rejected for as long (documented; the status is assumed).
func (t *table) rotate(c *call) (any, error) {
	h, o, err := c.rotatable(t)
	if err != nil {
		return nil, err
	}
	const field = "key_transition_period_ms"
	body, err := c.object(func(name string) bool { return name == field })
	if err != nil {
		return nil, err
	}
	transition := transitionOf(o)
	if sent, ok := body[field]; ok {
		if !isTransition(sent) {
			return nil, badField(field, fmt.Sprintf("%s can't be %v", field, sent))
		}
		transition = milliseconds(sent)
	}
	if c.inTransition(o, c.now()) {
		return nil, conflict("Unable to rotate. The previous rotation is not over")
	}
	rotated := c.rotated(o, c.stamp(o.LastUpdatedAt), transition)
	h.put(c.now(), rotated)
	c.effect = true
	return c.secretAnswer(map[string]any{
		"id": rotated.ID, "key": rotated.text("secret"), "object": string(APIKeys),
		"key_transition_expires_at": timestamp(moment(rotated.Fields["key_transition_expires_at"])),
	}), nil
}

// rotatable is the key that a call may rotate; see Answers.RotateByUpdate.
func (c *call) rotatable(t *table) (h *history, o *Object, err error) {
	verbs := []string{"rotate"}
	if c.answers.RotateByUpdate {
		verbs = append(verbs, "update")
	}
	for _, verb := range verbs {
		if err = c.admit(t, verb); err != nil {
			continue
		}
		if h, o, err = c.find(t, verb); err == nil {
			return h, o, nil
		}
	}
	return nil, nil, err
}

func milliseconds(value any) time.Duration {
	return time.Duration(number(value)) * time.Millisecond
}

// transitionOf is how long the old secret of a key lives after a rotation that says
// nothing else.
func transitionOf(o *Object) time.Duration {
	if policy := o.object("rotation_policy"); policy != nil {
		return milliseconds(policy["key_transition_period_ms"])
	}
	return minTransition
}

// inTransition reports whether two secrets of a key are valid.
func (s *Server) inTransition(o *Object, at time.Time) bool {
	return moment(o.Fields["key_transition_expires_at"]).After(at)
}

// rotated is a key with another secret.
func (s *Server) rotated(old *Object, at time.Time, transition time.Duration) *Object {
	o := *old
	o.Fields = clone(old.Fields)
	o.LastUpdatedAt = at
	o.Fields["previous_secret"], o.Fields["secret"] = o.text("secret"), s.secret()
	o.Fields["key_transition_expires_at"] = at.Add(transition)
	return &o
}

// RotateKey rotates a key as a person in the UI would, and returns its new secret. It
// panics while the rotation before is not over.
func (s *Server) RotateKey(id string) (secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(APIKeys, id)
	if s.inTransition(o, s.now()) {
		panic("emulator: the previous rotation is not over")
	}
	rotated := s.rotated(o, s.stamp(o.LastUpdatedAt), transitionOf(o))
	h.put(s.now(), rotated)
	return rotated.text("secret")
}

// rotateDue rotates the keys whose policy says so up to now, each at its own moment. A
// rotation waits for the end of the one before (assumed).
func (s *Server) rotateDue() {
	for _, h := range s.stores[APIKeys].all {
		for o := h.latest(); o != nil; o = h.latest() {
			due := moment(o.object("rotation_policy")["next_rotation_at"])
			if due.IsZero() {
				break
			}
			if until := moment(o.Fields["key_transition_expires_at"]); until.After(due) {
				due = until
			}
			if due.After(s.now()) {
				break
			}
			rotated := s.rotated(o, due, transitionOf(o))
			policy := rotated.object("rotation_policy")
			policy["next_rotation_at"] = nil
			if next, periodic := nextRotation(policy, due); periodic {
				policy["next_rotation_at"] = next
			}
			h.put(due, rotated)
		}
	}
}
