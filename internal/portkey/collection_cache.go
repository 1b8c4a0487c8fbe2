package portkey

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// alwaysAlone is how many objects a process reads by requests of their own, and how
	// many names it looks up so, before it reads a list: who manages one or two gains
	// nothing by one.
	alwaysAlone = 2
	// maxCacheAge is how long what was read of a list answers questions. A refresh is
	// over by then, or is paced so slowly that the world moves on meanwhile.
	maxCacheAge = time.Minute
)

// cache is what was read of a collection's list, for all questions that a list can
// answer with fewer requests than reads of single objects or lookups of single names
// take: Terraform refreshes each object on its own, and a page contains a hundred.
//
// One rule says whether it answers: what was read is a minute old at most, and no
// write of this process that could change the answer was open since the reading
// began. Those writes are
//
//   - for an object, the writes to that object: once written, it is read alone;
//   - for the whole list, all writes; of a noun that stands alone, those to its objects;
//   - for the question whether a name is free, all but creates. A name that the list
//     shows as taken is looked up by a request of its own, and what this process
//     created is in its memory.
//
// In addition, an item never replaces the read of what is known to be newer (see get), nor
// one where it lacks anything that a read of its own returns: then all objects are read alone
// for the rest of the process. Absence from a list proves nothing: what no page shows
// is read alone.
//
// A page is read only when it is paid for: none for the first two objects, then one
// for each object that was asked for, and the whole list for names once as many were
// looked up as it has pages. So the worst case is twice the requests of going without
// the cache, the best a hundredth.
type cache[T Object] struct {
	noun noun[T]
	// written reports what this process wrote; writes and edits count, see shared.
	written       func(id string) bool
	writes, edits func() int64

	// turn is taken by the read whose request others wait for.
	turn lock

	mu       sync.Mutex
	off      bool           // items don't replace reads
	asked    map[string]int // by id: its place in the order of the objects asked for
	failures int            // reads of single objects that failed before any succeeded
	single   *T             // the first object that was read alone
	pages    int            // read, in all
	items    map[string]cachedItem[T]
	next     int // the page to read next; none is left where below 0
	first    int // the length of the first page
	whole    *wholeList[T]

	// planned is the list that a plan has read, and planFailed that it could not. The rest
	// counts the lookups for a plan, in turn, and how many of them pay for the list.
	planned                *wholeList[T]
	planFailed             bool
	planLookups, planPages int

	// lookups counts the names that were looked up one by one; namePages is how many of
	// them pay for the whole list, 0 where that is not known yet.
	lookups, namePages int
}

// cachedItem is an item, and when the request for its page was sent.
type cachedItem[T any] struct {
	item T
	at   time.Time
}

// wholeList is a list from its first page to its last.
type wholeList[T Object] struct {
	list          listOf[T]
	at            time.Time       // when the reading began
	writes, edits int64           // the counts then
	names         map[string]bool // that it shows as taken; nil until first used
}

func newCache[T Object](n noun[T], written func(id string) bool, writes, edits func() int64) *cache[T] {
	return &cache[T]{
		noun: n, written: written, writes: writes, edits: edits,
		off:  n.complete == nil,
		turn: newLock(), asked: map[string]int{}, items: map[string]cachedItem[T]{},
	}
}

func isOutdated(at time.Time) bool { return time.Since(at) > maxCacheAge }

// source is where the answer to a read comes from.
type source int

const (
	fromItem source = iota
	fromPage        // once the next page is read
	fromSingleRead
)

// get reads one object: from the list where the item is fresh enough, as fresh
// judges, or by the single read.
func (s *cache[T]) get(ctx context.Context, c *Client, id string, fresh func(T) bool, single func(context.Context) (T, error)) (T, error) {
	for {
		item, from := s.choose(id, fresh)
		if from == fromItem {
			return item, nil
		}
		if from == fromSingleRead && s.canCompare() {
			return single(ctx)
		}
		if err := s.turn.acquire(ctx); err != nil {
			return item, err
		}
		got, done, err := s.getInTurn(ctx, c, id, fresh, single)
		s.turn.release()
		if done {
			return got, err
		}
	}
}

// getInTurn does what every other read would have to do too: the first single read,
// or the next page. Both may have been done while this one waited for its turn.
func (s *cache[T]) getInTurn(ctx context.Context, c *Client, id string, fresh func(T) bool, single func(context.Context) (T, error)) (got T, done bool, err error) {
	switch item, from := s.choose(id, fresh); {
	case from == fromItem:
		return item, true, nil
	case from == fromPage && s.canCompare():
		s.readNextPage(ctx, c)
		return item, ctx.Err() != nil, ctx.Err()
	case s.canCompare():
		return item, false, nil
	default:
		got, err = single(ctx)
		s.noteSingle(got, err)
		return got, true, err
	}
}

// choose says how a read is to be answered, as things are.
func (s *cache[T]) choose(id string, fresh func(T) bool) (T, source) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked[id] == 0 {
		s.asked[id] = len(s.asked) + 1
	}
	var none T
	if s.off || s.written(id) {
		return none, fromSingleRead
	}
	if one, there := s.items[id]; there && !isOutdated(one.at) {
		if !fresh(one.item) || slices.ContainsFunc(one.item.facts().ids, s.written) {
			return none, fromSingleRead
		}
		return one.item, fromItem
	} else if there { // the pages are outdated: from the first one on
		clear(s.items)
		s.next = 0
	}
	if s.next < 0 || s.asked[id] <= alwaysAlone || s.pages >= len(s.asked)-1 {
		return none, fromSingleRead
	}
	return none, fromPage
}

// canCompare reports whether a single read has shown what an item must contain, or none
// is waited for any more.
func (s *cache[T]) canCompare() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.single != nil || s.off
}

// noteSingle takes note of a single read. Where the first two fail, the others need
// not wait for one that succeeds.
func (s *cache[T]) noteSingle(got T, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.single = &got
		s.usePlanned()
		return
	}
	s.failures++
	s.off = s.off || s.failures >= alwaysAlone
}

func (s *cache[T]) readNextPage(ctx context.Context, c *Client) {
	s.mu.Lock()
	number := s.next
	s.pages++
	s.mu.Unlock()
	began := time.Now()
	page, _, err := readPage[T](ctx, c, s.noun.path, s.noun.parent.query, s.noun.pages, number)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.off = s.off || ctx.Err() == nil
		return
	}
	if number == 0 {
		s.first = len(page.items)
	}
	added := s.keep(page.items, began)
	total, counted := page.total.Get()
	s.next = number + 1
	if isLastPage(len(page.items), s.first, s.noun.pages.orUsual().ask, added, counted && float64(number*s.first+len(page.items)) >= float64(total)) {
		s.next = -1
	}
}

// keep caches items for reads, and reports whether any of them is new.
func (s *cache[T]) keep(items []T, began time.Time) (added bool) {
	for _, listed := range items {
		if listed.facts().isArchived() { // read on its own, which shows that it was deleted
			added = true
			continue
		}
		item, whole := s.noun.complete(listed, *s.single)
		if !whole {
			s.off = true
			return added
		}
		ids := item.facts().ids
		_, known := s.items[ids[0]]
		added = added || !known
		for _, id := range ids {
			s.items[id] = cachedItem[T]{item, began}
		}
	}
	return added
}

// list returns the whole list: the cached one, or what read returns.
func (s *cache[T]) list(ctx context.Context, read func() (listOf[T], error)) (listOf[T], error) {
	if err := s.turn.acquire(ctx); err != nil {
		return listOf[T]{}, err
	}
	defer s.turn.release()
	if cached := s.cachedList(); cached != nil && (cached.writes == s.writes() || s.noun.standsAlone && cached.edits == s.edits()) {
		return listOf[T]{slices.Clone(cached.list.items), cached.list.answeredAt}, nil
	}
	return s.readList(read)
}

// cachedList is the whole list that was read last, or nil where it is outdated.
func (s *cache[T]) cachedList() *wholeList[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole == nil || isOutdated(s.whole.at) {
		return nil
	}
	return s.whole
}

// readList reads the whole list in turn, and caches it.
func (s *cache[T]) readList(read func() (listOf[T], error)) (listOf[T], error) {
	began := wholeList[T]{at: time.Now(), writes: s.writes(), edits: s.edits()}
	all, err := read()
	if err != nil {
		return all, err
	}
	began.list = listOf[T]{slices.Clone(all.items), all.answeredAt}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole = &began
	if s.single != nil && !s.off {
		s.keep(all.items, began.at)
		s.next = -1
	}
	return all, nil
}
