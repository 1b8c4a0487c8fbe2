package emulator

import (
	"maps"
	"slices"
	"time"
)

// policyChecks are the fields of a rotation policy (documented).
func policyChecks() map[string]check {
	return map[string]check{
		"rotation_period": orNull(oneOf("weekly", "monthly")), "rotation_period_days": orNull(whole(1, 365)),
		"next_rotation_at": orNull(isTime), "key_transition_period_ms": orNull(isTransition),
	}
}

// writePolicy replaces the policy of a key, and fills in the next rotation (documented).
// Exactly one of the fields that say when is accepted (assumed; see
// Answers.RotationDates).
func (s *Server) writePolicy(o *Object, value any, who by) error {
	const field = "rotation_policy"
	if value == nil {
		delete(o.Fields, field)
		return nil
	}
	sent, ok := value.(map[string]any)
	if !ok {
		return badField(field, field+" is not an object")
	}
	checks, policy := policyChecks(), map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		if allowed, known := checks[key]; !known || !allowed(sent[key]) {
			return badField(field, field+"."+key)
		}
		if sent[key] != nil {
			policy[key] = sent[key]
		}
	}
	if _, given := policy["key_transition_period_ms"]; !given {
		policy["key_transition_period_ms"] = float64(minTransition / time.Millisecond)
	}
	next, err := s.firstRotation(policy)
	if err != nil {
		return err
	}
	if who == person || next.After(s.now()) {
		policy["next_rotation_at"] = next
		o.Fields[field] = policy
		return nil
	}
	return badField(field, field+".next_rotation_at is past")
}

// firstRotation checks when a policy rotates, and is the first time that it does, which
// is a midnight (documented).
func (s *Server) firstRotation(policy map[string]any) (time.Time, error) {
	const field = "rotation_policy"
	period, periodic := periodOf(policy)
	_, monthly := policy["rotation_period"]
	_, daily := policy["rotation_period_days"]
	date, dated := policy["next_rotation_at"]
	switch {
	case monthly && daily:
		return time.Time{}, badField(field, field+" has two periods")
	case !periodic && !dated:
		return time.Time{}, badField(field, field+" does not say when to rotate")
	case periodic && dated && !s.answers.RotationDates:
		return time.Time{}, badField(field, field+" has a period and next_rotation_at")
	case periodic && milliseconds(policy["key_transition_period_ms"]) >= period:
		return time.Time{}, badField(field, field+".key_transition_period_ms is not shorter than the period")
	case dated:
		return midnight(moment(date)), nil
	}
	next, _ := nextRotation(policy, s.now())
	return next, nil
}

const day = 24 * time.Hour

// periodOf is how long it is between two rotations, at least.
func periodOf(policy map[string]any) (period time.Duration, ok bool) {
	switch policy["rotation_period"] {
	case "weekly":
		return 7 * day, true
	case "monthly":
		return 28 * day, true
	}
	days := number(policy["rotation_period_days"])
	return time.Duration(days) * day, days > 0
}

// nextRotation is the first rotation after a moment: Monday for weekly, unlike the reset
// of a limit, and the first for monthly (documented).
func nextRotation(policy map[string]any, after time.Time) (next time.Time, ok bool) {
	if policy["rotation_period"] == "weekly" {
		today := midnight(after)
		return today.AddDate(0, 0, 7-(int(today.Weekday())+6)%7), true
	}
	return nextReset(limit{"periodic_reset": policy["rotation_period"], "periodic_reset_days": policy["rotation_period_days"]}, after)
}

func (s *Server) policyAnswer(policy map[string]any) map[string]any {
	answer := clone(policy)
	if at, set := answer["next_rotation_at"].(time.Time); set {
		answer["next_rotation_at"] = timestamp(at)
	}
	if _, set := answer["rotation_period"]; !set {
		answer["rotation_period"] = nil
	}
	answer["status"] = "ACTIVE"
	return answer
}

// enforceRotation gives a user key the policy of its workspace, which nobody changes
// (release notes); see Answers.EnforcedRotationDays.
func (s *Server) enforceRotation(o *Object, sent bool) error {
	days := float64(s.answers.EnforcedRotationDays)
	if days == 0 {
		return nil
	}
	policy := o.object("rotation_policy")
	if policy != nil && policy["rotation_period_days"] == days {
		return nil
	}
	if sent {
		return badField("rotation_policy", "the rotation is enforced")
	}
	return s.writePolicy(o, map[string]any{"rotation_period_days": days}, creating)
}
