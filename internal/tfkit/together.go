package tfkit

import (
	"maps"
	"slices"
)

// Together notes that a resource of a type manages what parent contains, and returns the
// other types whose resources do in this process: two ways to manage the same things.
func (s *Session) Together(parent, typeName string) []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.managing == nil {
		s.managing = map[string]map[string]bool{}
	}
	if s.managing[parent] == nil {
		s.managing[parent] = map[string]bool{}
	}
	s.managing[parent][typeName] = true
	others := slices.Sorted(maps.Keys(s.managing[parent]))
	return slices.DeleteFunc(others, func(other string) bool { return other == typeName })
}
