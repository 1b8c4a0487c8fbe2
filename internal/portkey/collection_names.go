package portkey

import (
	"context"
	"math"
)

// neverPaid is more than the number of names that are ever looked up.
const neverPaid = math.MaxInt

// isFree reports whether the cached list shows that a name is free, and reads that
// list where enough names were looked up. Where it reports false, nothing is known.
// A name that is taken by others within the minute that a list is used is not seen;
// between a lookup by a request of its own and the create that is so for moments.
func (k *Collection[T, D, U]) isFree(ctx context.Context, want identity) bool {
	s := k.cache
	if s.turn.acquire(ctx) != nil {
		return false
	}
	defer s.turn.release()
	list := s.cachedList()
	if list == nil || list.edits != s.edits() {
		list = k.readNames(ctx, want)
	}
	if list != nil && list.names == nil && k.checkNames(list.list.items) == nil {
		list.names = make(map[string]bool, len(list.list.items))
		for _, one := range list.list.items {
			list.names[Composed(one.facts().names[0])] = true
		}
	}
	if list == nil || list.names == nil {
		s.lookups++
		return false
	}
	return !list.names[want.name]
}

// readNames reads the whole list where the lookups so far pay for it, else it returns
// nil. Where the list can't be narrowed, each lookup would read it all anyway.
func (k *Collection[T, D, U]) readNames(ctx context.Context, want identity) *wholeList[T] {
	s := k.cache
	switch {
	case !k.narrows(want):
		s.namePages = 0
	case s.namePages == 0 && s.lookups < alwaysAlone:
		return nil
	case s.namePages == 0:
		s.namePages = neverPaid
		first, _, err := readPage[T](ctx, k.client, k.noun.path, k.noun.parent.query, k.noun.pages, 0)
		if total, counted := first.total.Get(); err == nil && counted && len(first.items) > 0 {
			s.namePages = int(total)/len(first.items) + 1
		}
	}
	if s.lookups < s.namePages {
		return nil
	}
	s.lookups = 0 // the next list has to be paid for too
	all, err := s.readList(func() (listOf[T], error) { return k.readList(ctx, nil) })
	if err != nil || k.checkNames(all.items) != nil {
		s.namePages = neverPaid
		return nil
	}
	return s.cachedList()
}
