package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// usagePolicies: documented. What was spent is counted for each value of the groups, and
// shown where the query asks for it.
func usagePolicies() *table {
	t := policies(UsagePolicies, "policies/usage-limits")
	t.fields["description"] = field{}
	t.fields["type"] = field{check: oneOf("cost", "tokens", "requests"), required: true, fixed: true}
	t.fields["credit_limit"] = field{check: isAmount, required: true}
	t.fields["alert_threshold"] = field{check: orNull(isAmount)}
	t.fields["periodic_reset"] = field{check: orNull(oneOf("weekly", "monthly"))}
	t.fields["periodic_reset_days"] = field{check: orNull(whole(1, 365))}
	t.fields["next_usage_reset_at"] = field{check: orNull(isTime)}
	t.fields["reset_usage_for_value"] = field{later: true}
	for name, value := range map[string]any{
		"type": "cost", "credit_limit": 100.0, "alert_threshold": nil, "periodic_reset": nil, "periodic_reset_days": nil,
		"next_usage_reset_at": nil, "last_reset_at": nil,
	} {
		t.fresh[name] = value
	}
	t.views = map[string]map[string]view{"include_usage": {"true": single, "false": single}}
	t.write = writeUsagePolicy
	t.complete = completeUsagePolicy
	t.lacks = []string{"read"}
	t.routes = []route{
		{http.MethodGet, t.path + "/*", t.readUsagePolicy},
		{http.MethodGet, t.path + "/*/entities", t.entities},
		{http.MethodPut, t.path + "/*/entities/*/reset", t.resetEntity},
	}
	return t
}

// writeUsagePolicy writes what is not stored as it is sent, and checks the whole. What a
// body leaves out stays as it is (seen on newer back ends).
func writeUsagePolicy(s *Server, o *Object, body map[string]any, who by) error {
	if err := s.writePolicyKeys(o, body); err != nil {
		return err
	}
	if err := s.describePolicy(o, body, who); err != nil {
		return err
	}
	threshold, alerts := o.Fields["alert_threshold"].(float64)
	switch {
	case alerts && threshold >= number(o.Fields["credit_limit"]):
		return badField("alert_threshold", "alert_threshold is not below credit_limit")
	case o.Fields["periodic_reset"] != nil && o.Fields["periodic_reset_days"] != nil:
		return badField("periodic_reset_days", "Cannot set both periodic_reset and periodic_reset_days")
	}
	if value, sent := body["reset_usage_for_value"]; sent {
		entity := o.entity("value_key", value)
		if entity == nil {
			return badField("reset_usage_for_value", fmt.Sprintf("nothing was counted for %v", value))
		}
		entity["current_usage"] = 0.0
	}
	return s.scheduleReset(o, body, who)
}

// describePolicy writes a description, which a create drops (assumed; see
// Answers.PolicyDescriptions). null clears it, as for API keys.
func (s *Server) describePolicy(o *Object, body map[string]any, who by) error {
	const longest = 500 // documented
	value, sent := body["description"]
	switch text, _ := value.(string); {
	case !sent || who == creating && !s.answers.PolicyDescriptions:
		return nil
	case len([]rune(text)) > longest:
		return badField("description", "description is too long")
	default:
		return s.describe(o, value, who)
	}
}

// scheduleReset fills in the next reset where the period is written without it (documented),
// and moves it to its midnight.
func (s *Server) scheduleReset(o *Object, body map[string]any, who by) error {
	const field = "next_usage_reset_at"
	_, weekly := body["periodic_reset"]
	_, daily := body["periodic_reset_days"]
	value, dated := body[field]
	if value != nil {
		next := midnight(moment(value))
		if who != person && !next.After(s.now()) {
			return badField(field, field+" is past")
		}
		o.Fields[field] = timestamp(next)
		return nil
	}
	if !dated {
		o.Fields[field], o.Fields["last_reset_at"] = o.resets(s.now())
	}
	if weekly || daily || dated {
		o.Fields[field] = nil
		if next, periodic := nextPolicyReset(o, s.now()); periodic {
			o.Fields[field] = timestamp(next)
		}
	}
	return nil
}

// nextPolicyReset is the first reset after a moment: Monday for weekly, unlike the limits of
// workspaces (documented).
func nextPolicyReset(o *Object, after time.Time) (next time.Time, periodic bool) {
	return nextRotation(map[string]any{
		"rotation_period": o.Fields["periodic_reset"], "rotation_period_days": o.Fields["periodic_reset_days"],
	}, after)
}

// resets are the dates of a policy at a moment: a reset that has passed is the last one, and
// the next regular one follows (release notes). A date without a period stays as it is.
func (o *Object) resets(now time.Time) (next, last any) {
	next, last = o.Fields["next_usage_reset_at"], o.Fields["last_reset_at"]
	for next != nil && !moment(next).After(now) {
		later, periodic := nextPolicyReset(o, moment(next))
		if !periodic {
			break
		}
		next, last = timestamp(later), next
	}
	return next, last
}

func completeUsagePolicy(s *Server, o *Object, answer map[string]any) {
	delete(answer, "entities")
	answer["next_usage_reset_at"], answer["last_reset_at"] = o.resets(s.now())
	unset := s.showUnset(answer, map[string]any{"description": "", "periodic_reset": ""})
	for _, name := range []string{"alert_threshold", "periodic_reset_days", "next_usage_reset_at", "last_reset_at"} {
		if answer[name] == nil && unset != UnsetNull {
			delete(answer, name)
		}
	}
	s.completePolicy(answer)
}

// readUsagePolicy adds what was spent to a read that asks for it.
func (t *table) readUsagePolicy(c *call) (any, error) {
	got, err := t.read(c)
	answer, _ := got.(map[string]any)
	if err != nil || c.query.Get("include_usage") != "true" {
		return got, err
	}
	_, o := c.stores[t.noun].find(c.args[0])
	usage := map[string]any{}
	for _, entity := range o.spent(c.now()) {
		key, _ := entity["value_key"].(string)
		usage[key] = map[string]any{
			"current_usage": entity["current_usage"], "status": entity["status"],
			"is_threshold_alerts_sent": entity["is_threshold_alerts_sent"], "is_exhausted_alerts_sent": entity["is_exhausted_alerts_sent"],
		}
	}
	answer["value_key_usage_map"] = usage
	return answer, nil
}

// entity is one that a policy counts for, by one of its fields; nil where there is none.
func (o *Object) entity(field string, value any) map[string]any {
	list, _ := o.Fields["entities"].([]any)
	for _, item := range list {
		if one, _ := item.(map[string]any); one[field] == value {
			return one
		}
	}
	return nil
}

// spent are the entities of a policy as they are at a moment: a reset that has passed has
// set to zero what was spent before, and a higher limit makes exhausted ones active again
// (release notes).
func (o *Object) spent(now time.Time) []map[string]any {
	list, _ := o.Fields["entities"].([]any)
	_, last := o.resets(now)
	all := make([]map[string]any, 0, len(list))
	for _, item := range list {
		stored, _ := item.(map[string]any)
		one := clone(stored)
		if last != nil && moment(one["last_used_at"]).Before(moment(last)) {
			one["current_usage"] = 0.0
		}
		one["object"], one["status"] = "policy_usage_limits_entity", "active"
		one["is_threshold_alerts_sent"], one["is_exhausted_alerts_sent"] = 0.0, 0.0
		if threshold, alerts := o.Fields["alert_threshold"].(float64); alerts && number(one["current_usage"]) >= threshold {
			one["is_threshold_alerts_sent"] = 1.0
		}
		if number(one["current_usage"]) >= number(o.Fields["credit_limit"]) {
			one["status"], one["is_exhausted_alerts_sent"] = "exhausted", 1.0
		}
		all = append(all, one)
	}
	return all
}

// entities lists what a policy counts for. It asks for the scope of a read (assumed).
func (t *table) entities(c *call) (any, error) {
	over := *t
	over.views = map[string]map[string]view{"status": {}, "search": {}, "page_size": {}, "current_page": {}}
	if err := c.admit(&over, "read"); err != nil {
		return nil, err
	}
	_, o, err := c.find(t, "read")
	if err != nil {
		return nil, err
	}
	status, search := c.query.Get("status"), strings.ToLower(c.query.Get("search"))
	if status != "" && status != "active" && status != "exhausted" {
		return nil, badQuery("status", "neither active nor exhausted")
	}
	found := slices.DeleteFunc(o.spent(c.now()), func(one map[string]any) bool {
		key, _ := one["value_key"].(string)
		return status != "" && one["status"] != status || !strings.Contains(strings.ToLower(key), search)
	})
	page, _, err := paged(c, found, t)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, one := range page {
		data = append(data, one)
	}
	return map[string]any{"object": "list", "total": len(found), "data": data}, nil
}

// resetEntity sets to zero what was spent for one value.
func (t *table) resetEntity(c *call) (any, error) {
	if err := c.admit(t, "update"); err != nil {
		return nil, err
	}
	over := *c
	over.args = c.args[:1]
	h, o, err := over.find(t, "update")
	if err != nil {
		return nil, err
	}
	if _, err := c.object(func(string) bool { return false }); err != nil {
		return nil, err
	}
	changed := *o
	changed.Fields = clone(o.Fields)
	entity := changed.entity("id", c.args[1])
	if entity == nil {
		return nil, c.absent(t)
	}
	entity["current_usage"] = 0.0
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{}, nil
}

// Spend counts an amount for a value of a usage policy, as requests do, and returns the
// id of its entity. It panics where there is no such policy.
func (s *Server) Spend(policyID, valueKey string, amount float64) (entityID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(UsagePolicies, policyID)
	changed := *o
	changed.Fields = clone(o.Fields)
	entity := changed.entity("value_key", valueKey)
	if entity == nil {
		list, _ := changed.Fields["entities"].([]any)
		entity = map[string]any{"id": s.uuid(), "value_key": valueKey, "current_usage": 0.0}
		changed.Fields["entities"] = append(list, entity)
	}
	for _, one := range changed.spent(s.now()) {
		if one["value_key"] == valueKey {
			amount += number(one["current_usage"])
		}
	}
	entity["current_usage"], entity["last_used_at"] = amount, timestamp(s.now())
	h.put(s.now(), &changed)
	entityID, _ = entity["id"].(string)
	return entityID
}

// Spent is what a usage policy has counted for each value.
func (s *Server) Spent(policyID string) map[string]float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(UsagePolicies, policyID)
	spent := map[string]float64{}
	for _, one := range o.spent(s.now()) {
		key, _ := one["value_key"].(string)
		spent[key] = number(one["current_usage"])
	}
	return spent
}
