package portkey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// errUnlisted stands for the failure of a list that another create of the plan has met.
var errUnlisted = errors.New("the list could not be read before")

// Namesakes returns what has the name of an object that a plan is about to create; body
// is that of the create. The names are those of the list that the refresh has read, or
// of one list for all creates of a process. None are known where that can't be read,
// and once this process has begun to write: Terraform plans each change once more when
// it applies it, and the create looks its name up itself, by a request of its own.
func (k *Collection[T, D, U]) Namesakes(ctx context.Context, body D) []Candidate {
	if k.cache.writes() > 0 {
		return nil
	}
	all, err := k.cache.listForPlan(ctx, func() (listOf[T], error) { return k.readList(ctx, nil) })
	if err != nil {
		k.client.opts.Log(ctx, LevelDebug, fmt.Sprintf("the plan does not know which names are taken: the list of %s could not be read", k.noun.Many), nil)
		return nil
	}
	want := body.identity()
	return k.noun.candidates(slices.DeleteFunc(all, func(one T) bool {
		known := one.facts()
		return !known.isNamed(want.name) || known.isArchived() || k.noun.parent.excludes(one)
	}))
}

// listForPlan returns the items that the refresh has read, or those of a list that it
// can use in turn. A list that has failed is not tried again: every create of a plan
// would wait for the same failure.
func (s *cache[T]) listForPlan(ctx context.Context, read func() (listOf[T], error)) ([]T, error) {
	if all, complete := s.listed(); complete {
		return all, nil
	}
	if err := s.turn.acquire(ctx); err != nil {
		return nil, err
	}
	defer s.turn.release()
	if all, complete := s.listed(); complete {
		return all, nil
	}
	s.mu.Lock()
	failed := s.planFailed
	s.mu.Unlock()
	if failed {
		return nil, errUnlisted
	}
	began := time.Now()
	all, err := read()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.planFailed = true
		return nil, err
	}
	s.planned = &wholeList[T]{list: all, at: began}
	s.usePlanned()
	return slices.Clone(all.items), nil
}

// listed is the whole list, where it was read for a plan, or its pages for single
// objects.
func (s *cache[T]) listed() (all []T, complete bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.planned != nil && !isOutdated(s.planned.at) {
		return slices.Clone(s.planned.list.items), true
	}
	if s.off || s.next >= 0 {
		return nil, false
	}
	for id, one := range s.items {
		if isOutdated(one.at) {
			return nil, false
		}
		if id == idOf(one.item) { // and not its slug
			all = append(all, one.item)
		}
	}
	return all, true
}

// usePlanned lets the list of a plan answer reads, once one of them has shown what an
// item must hold.
func (s *cache[T]) usePlanned() {
	if s.planned != nil && s.single != nil && !s.off && s.next == 0 && !isOutdated(s.planned.at) {
		s.keep(s.planned.list.items, s.planned.at)
		s.next = -1
	}
}
