package portkey

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// alwaysAlone is how many objects a process reads by requests of their own
	// before it takes a look at a list: who manages one or two gains nothing by it.
	alwaysAlone = 2
	// maxSnapshotAge is how long a page answers reads. A refresh is over by then,
	// or paces itself so slowly that the world moves on meanwhile.
	maxSnapshotAge = time.Minute
)

// snapshot answers reads of single objects from the pages of their list, where
// that takes fewer requests: Terraform refreshes each object on its own, and a
// page tells a hundred of them. What holds:
//
//   - No read that begins after a write of this process sees older data: what was
//     written is read alone from then on, and a list as a whole is used again only
//     where no write was open since it was begun.
//   - Nothing that is listed is taken for what is known to be newer, see get.
//   - Absence from a list proves nothing: what no page shows is read alone.
//   - No more pages are read than objects were asked for, and none for the first
//     two: the worst case is twice the requests of reading each object alone, the
//     best a hundredth.
//   - An item is used where it tells all that the single read tells. Where one
//     does not, or where the list is refused, all objects are read alone for the
//     rest of the process.
//
// A kind of object gets a snapshot by newSnapshot, and its read by one call of get.
type snapshot[T any] struct {
	path []string
	// ids are what an item can be read by.
	ids func(T) []string
	// complete makes of an item what the single read tells, given what that told
	// of another object. It reports false where the item lacks something.
	complete func(item, alone T) (T, bool)

	// turn is held by whoever sends a request that others wait for.
	turn lock

	mu       sync.Mutex
	off      bool
	asked    map[string]int // by id: the how manieth object it was
	failures int            // single reads that failed before any succeeded
	alone    *T             // the first object that was read alone
	pages    int            // in all
	items    map[string]told[T]
	next     int // the page to read next; none is left where below 0
	first    int // the length of the first page
	whole    *wholeList[T]
}

// told is an item, and when the page that tells it was asked for.
type told[T any] struct {
	item T
	at   time.Time
}

// wholeList is a list from its first page to its last.
type wholeList[T any] struct {
	list   listOf[T]
	at     time.Time // when it was begun
	writes int64     // the count of writes then
}

func newSnapshot[T any](path []string, ids func(T) []string, complete func(item, alone T) (T, bool)) *snapshot[T] {
	return &snapshot[T]{
		path: path, ids: ids, complete: complete,
		turn: newLock(), asked: map[string]int{}, items: map[string]told[T]{},
	}
}

// answerBy is how a read is answered.
type answerBy int

const (
	byItem answerBy = iota
	byPage          // once the next page is read
	byItself
)

// get reads one object: from the list where the item is fresh enough, as fresh
// judges, or by the single read.
func (s *snapshot[T]) get(ctx context.Context, c *Client, id string, fresh func(T) bool, single func(context.Context) (T, error)) (T, error) {
	for {
		item, by := s.look(c, id, fresh)
		if by == byItem {
			return item, nil
		}
		if by == byItself && s.knows() {
			return single(ctx)
		}
		if err := s.turn.acquire(ctx); err != nil {
			return item, err
		}
		got, done, err := s.inTurn(ctx, c, id, fresh, single)
		s.turn.release()
		if done {
			return got, err
		}
	}
}

// inTurn does what every other read would have to do too: the first single read,
// or the next page. Both may have been done while this one waited for its turn.
func (s *snapshot[T]) inTurn(ctx context.Context, c *Client, id string, fresh func(T) bool, single func(context.Context) (T, error)) (got T, done bool, err error) {
	switch item, by := s.look(c, id, fresh); {
	case by == byItem:
		return item, true, nil
	case by == byPage && s.knows():
		s.readPage(ctx, c)
		return item, ctx.Err() != nil, ctx.Err()
	case s.knows():
		return item, false, nil
	default:
		got, err = single(ctx)
		s.saw(got, err)
		return got, true, err
	}
}

// look says how a read is to be answered, as things are.
func (s *snapshot[T]) look(c *Client, id string, fresh func(T) bool) (T, answerBy) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked[id] == 0 {
		s.asked[id] = len(s.asked) + 1
	}
	var none T
	if s.off || c.memory.isWritten(id) {
		return none, byItself
	}
	if one, there := s.items[id]; there && time.Since(one.at) <= maxSnapshotAge {
		if !fresh(one.item) || slices.ContainsFunc(s.ids(one.item), c.memory.isWritten) {
			return none, byItself
		}
		return one.item, byItem
	} else if there { // the pages are outdated: from the first one again
		clear(s.items)
		s.next = 0
	}
	if s.next < 0 || s.asked[id] <= alwaysAlone || s.pages >= len(s.asked)-1 {
		return none, byItself
	}
	return none, byPage
}

// knows reports whether a single read has told what items are measured by, or
// none is waited for any more.
func (s *snapshot[T]) knows() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.alone != nil || s.off
}

// saw takes note of a single read. Where the first two fail, the others need not
// wait for one that succeeds.
func (s *snapshot[T]) saw(got T, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.alone = &got
		return
	}
	s.failures++
	s.off = s.off || s.failures >= alwaysAlone
}

func (s *snapshot[T]) readPage(ctx context.Context, c *Client) {
	s.mu.Lock()
	number := s.next
	s.pages++
	s.mu.Unlock()
	began := time.Now()
	page, _, err := readPage[T](ctx, c, s.path, nil, number)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.off = s.off || ctx.Err() == nil
		return
	}
	if number == 0 {
		s.first = len(page.items)
	}
	fresh := s.keep(page.items, began)
	total, counted := page.total.Get()
	s.next = number + 1
	if ended(len(page.items), s.first, fresh, counted && float64(number*s.first+len(page.items)) >= float64(total)) {
		s.next = -1
	}
}

// keep makes items answer reads, and tells whether any was not known.
func (s *snapshot[T]) keep(items []T, began time.Time) (fresh bool) {
	for _, listed := range items {
		item, whole := s.complete(listed, *s.alone)
		if !whole {
			s.off = true
			return fresh
		}
		ids := s.ids(item)
		_, known := s.items[ids[0]]
		fresh = fresh || !known
		for _, id := range ids {
			s.items[id] = told[T]{item, began}
		}
	}
	return fresh
}

// list reads the whole list, or hands out the one before where no write was open
// since that was begun.
func (s *snapshot[T]) list(ctx context.Context, c *Client, walk func() (listOf[T], error)) (listOf[T], error) {
	if err := s.turn.acquire(ctx); err != nil {
		return listOf[T]{}, err
	}
	defer s.turn.release()
	writes, began := c.writes.Load(), time.Now()
	s.mu.Lock()
	last := s.whole
	s.mu.Unlock()
	if last != nil && last.writes == writes && time.Since(last.at) <= maxSnapshotAge {
		return listOf[T]{slices.Clone(last.list.items), last.list.answeredAt}, nil
	}
	all, err := walk()
	if err != nil {
		return all, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole = &wholeList[T]{listOf[T]{slices.Clone(all.items), all.answeredAt}, began, writes}
	if s.alone != nil && !s.off {
		s.keep(all.items, began)
		s.next = -1
	}
	return all, nil
}
