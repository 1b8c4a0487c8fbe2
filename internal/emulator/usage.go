package emulator

import "time"

// spending is what was used of a usage limit, until that is reset.
type spending struct {
	amount float64
	until  time.Time
}

// Use counts an amount for the usage limit of a workspace, an API key, a provider, or a
// workspace of an integration, by its id or slug, as requests to models do. It adds to what
// was used since the last reset. Once that reaches the limit, the limit is exhausted, and an
// API key with it.
// It panics where the object has no usage limit.
func (s *Server) Use(noun Noun, idOrSlug string, amount float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(noun, idOrSlug)
	limits := usageLimit(o)
	if noun == Workspaces {
		limits = o.limits("usage_limits")
	}
	if limits = rolled(limits, s.now()); len(limits) == 0 {
		panic("emulator: " + string(noun) + " " + idOrSlug + " has no usage limit")
	}
	before, _ := s.used(o)
	reset, _ := limits[0]["next_usage_reset_at"].(string)
	s.spent[o.ID] = spending{amount: before + amount, until: parseTime(reset)}
}

// Used is what [Server.Use] has counted for an object since the last reset of its usage limit.
func (s *Server) Used(noun Noun, idOrSlug string) float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(noun, idOrSlug)
	amount, _ := s.used(o)
	return amount
}

// used is what was used of an object's usage limit since the last reset. It reports false
// where nothing ever was.
func (s *Server) used(o *Object) (amount float64, known bool) {
	one, known := s.spent[o.ID]
	if !one.until.IsZero() && !one.until.After(s.now()) {
		return 0, known
	}
	return one.amount, known
}
