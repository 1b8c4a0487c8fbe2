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
// is that of the create. See [Collection.NamedForPlan]: where nothing is known, it is
// none.
func (k *Collection[T, D, U]) Namesakes(ctx context.Context, body D) []Candidate {
	found, _ := k.namedForPlan(ctx, body.identity())
	return k.noun.candidates(found)
}

// ListForPlan returns the whole list, as the refresh has read it or by requests of its
// own, for a plan that can do without it. It reports false where it can't be read.
// Nothing is retried.
func (k *Collection[T, D, U]) ListForPlan(ctx context.Context) (all []T, known bool) {
	all, err := k.List(once(ctx), nil)
	return all, err == nil
}

// NamedForPlan returns the objects of a name that a plan wants to know of. The names are
// those of the list that the refresh has read, or of one list for all creates of a
// process. Where that has many pages, the names are looked up one by one until they
// would have paid for it, as those of creates are. It reports false, since nothing is
// known, where the list can't be read, and once this process has begun to write:
// Terraform plans each change once more when it applies it, and the create looks its
// name up itself, by a request of its own. Nothing is retried: an apply that is
// interrupted while it plans does not stop the provider.
func (k *Collection[T, D, U]) NamedForPlan(ctx context.Context, name string) (found []T, known bool) {
	return k.namedForPlan(ctx, identity{name: name})
}

func (k *Collection[T, D, U]) namedForPlan(ctx context.Context, want identity) (found []T, known bool) {
	if k.cache.writes() > 0 {
		return nil, false
	}
	ctx = once(ctx)
	all, complete, err := k.listForPlan(ctx, want)
	if err == nil && !complete {
		all, err = k.listNamed(ctx, want)
		k.cache.notePlanned(err)
	}
	if err != nil {
		k.client.opts.Log(ctx, LevelDebug, fmt.Sprintf("the plan does not know which names are taken: the list of %s could not be read", k.noun.Many), nil)
		return nil, false
	}
	return slices.DeleteFunc(all, func(one T) bool {
		known := one.facts()
		return !known.isNamed(want.name) || known.isArchived() || k.noun.parent.excludes(one)
	}), true
}

// listForPlan returns the items that the refresh has read, or those of a list that it
// can use in turn. It reports false where the list has so many pages that a lookup of
// the name is cheaper. What has failed is not tried again: every create of a plan would
// wait for the same failure.
func (k *Collection[T, D, U]) listForPlan(ctx context.Context, want identity) (all []T, complete bool, err error) {
	s := k.cache
	if all, complete = s.listed(); complete {
		return all, true, nil
	}
	if err := s.turn.acquire(ctx); err != nil {
		return nil, false, err
	}
	defer s.turn.release()
	if all, complete = s.listed(); complete {
		return all, true, nil
	}
	s.mu.Lock()
	failed := s.planFailed
	s.mu.Unlock()
	if failed {
		return nil, false, errUnlisted
	}
	began := time.Now()
	list, complete, err := k.readForPlan(ctx, want)
	s.notePlanned(err)
	if err != nil || !complete {
		return nil, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.planned = &wholeList[T]{list: list, at: began}
	s.usePlanned()
	return slices.Clone(list.items), true, nil
}

// readForPlan reads the list, in turn: its first page, which shows how many lookups pay
// for all of them, and the whole once those were sent.
func (k *Collection[T, D, U]) readForPlan(ctx context.Context, want identity) (list listOf[T], complete bool, err error) {
	s := k.cache
	if k.narrows(want) && s.planPages == 0 {
		first, _, err := readPage[T](ctx, k.client, k.noun.path, k.noun.parent.query, k.noun.pages, 0)
		if err != nil {
			return list, false, err
		}
		total, counted := first.total.Get()
		if isLastPage(len(first.items), len(first.items), k.noun.pages.orUsual().ask, true, counted && int(total) <= len(first.items)) {
			return listOf[T]{items: first.items}, true, nil
		}
		s.planPages = neverPaid
		if counted {
			s.planPages = int(total)/len(first.items) + 1
		}
	}
	if k.narrows(want) && s.planLookups < s.planPages {
		s.planLookups++
		return list, false, nil
	}
	list, err = k.readList(ctx, nil)
	return list, true, err
}

// notePlanned takes note of a request for a plan that has failed.
func (s *cache[T]) notePlanned(err error) {
	if err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.planFailed = true
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
