package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// pageSize is what is asked for. The server may give less: its own maximum
	// is the length of the first page.
	pageSize = 100
	// maxItems is how many items a page may contain: a server that ignores the size that
	// is asked for may well give more than that.
	maxItems = 10_000
	// maxPages keeps a server that never comes to an end from holding a run for ever.
	maxPages = 1000
	// maxReadings is how often a list is read from the start when things were
	// removed from it while it was read.
	maxReadings = 3
)

// listOf is every item of a list, and the server's clock when the last page was
// answered (zero where it had no date).
type listOf[T any] struct {
	items      []T
	answeredAt time.Time
}

// pageParameters are the names of the parameters that ask for a page.
type pageParameters struct {
	number, size string
	// first is the number of the first page, ask how many items are asked for.
	first, ask int
	// enough is how many items of the list are read; 0 is all.
	enough int
	// head, where set, is given the first page as it was answered, for what it contains beside
	// the items.
	head func(data []byte) error
}

// orUsual are those of most lists, where none are set.
func (p pageParameters) orUsual() pageParameters {
	if p.number == "" {
		p.number, p.size = "current_page", "page_size"
	}
	if p.ask == 0 {
		p.ask = pageSize
	}
	return p
}

// page is one page of a list. Most lists are an object with data and total;
// the one of prompt partials is on record as a bare array too.
type page[T any] struct {
	items items[T]
	total Opt[Number]
	bare  bool
}

// items are decoded only once it is known that they are not too many.
type items[T any] []T

// UnmarshalJSON reads a list.
func (i *items[T]) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if len(raw) > maxItems {
		return fmt.Errorf("a page of %d items, more than %d", len(raw), maxItems)
	}
	*i = make([]T, len(raw))
	for at := range raw {
		if err := json.Unmarshal(raw[at], &(*i)[at]); err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalJSON reads both shapes, and those of SCIM and audit logs. An object without a data key is
// no list: it must not pass for an empty one.
func (p *page[T]) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		p.bare = true
		return json.Unmarshal(data, &p.items)
	}
	var envelope struct {
		Data       Opt[items[T]] `json:"data"`
		Mappings   Opt[items[T]] `json:"mappings"`
		Groups     Opt[items[T]] `json:"groups"`
		Records    Opt[items[T]] `json:"records"`
		Total      Opt[Number]   `json:"total"`
		TotalCount Opt[Number]   `json:"total_count"`
	}
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	for _, data := range []Opt[items[T]]{envelope.Data, envelope.Mappings, envelope.Groups, envelope.Records} {
		if !data.IsPresent() {
			continue
		}
		p.items, p.total = data.Or(nil), envelope.Total
		if envelope.TotalCount.IsPresent() {
			p.total = envelope.TotalCount
		}
		return nil
	}
	return errors.New("the answer is not a list: it has no data")
}

// returned are the secrets in the items: older control planes listed some.
func (i items[T]) returned() []Secret {
	var all []Secret
	for _, one := range i {
		if holder, ok := any(one).(secretReturner); ok {
			all = append(all, holder.returned()...)
		}
	}
	return all
}

// countsItself reports whether the total of a page is that of its own items, as in lists
// of users and API keys on record. Beyond the first page no other total can be.
func (p page[T]) countsItself() bool { return int(p.total.Or(-1)) == len(p.items) }

// errShifted says that a list lost items while its pages were read, so that
// items may have slipped from a page not yet read to one already read.
var errShifted = errors.New("the list changed while it was read")

// readPages reads every page of a list. It returns all items or an error, never a
// part of them. key distinguishes items; it is empty for an item that is none.
func readPages[T any](ctx context.Context, c *Client, path []string, query url.Values, pages pageParameters, key func(T) string) (listOf[T], error) {
	var all listOf[T]
	var err error
	for range maxReadings {
		all, err = readPagesOnce(ctx, c, path, query, pages, key)
		if !errors.Is(err, errShifted) {
			break
		}
	}
	return all, err
}

func readPagesOnce[T any](ctx context.Context, c *Client, path []string, query url.Values, pages pageParameters, key func(T) string) (listOf[T], error) {
	var (
		all         listOf[T]
		seen        = map[string]int{} // the page that an item was first on, from 1
		first, last page[T]
	)
	pages = pages.orUsual()
	incomplete := func(format string, args ...any) (listOf[T], error) {
		return listOf[T]{}, fmt.Errorf("list /%s: %w", strings.Join(path, "/"), fmt.Errorf(format, args...))
	}
	for number := range maxPages {
		now, answeredAt, err := readPage[T](ctx, c, path, query, pages, number)
		if err != nil {
			return listOf[T]{}, err
		}
		if number > 0 && len(now.items) == 0 && now.total.Or(-1) == 0 {
			now.total = last.total // that of a page past the end (seen of audit logs)
		}
		if number == 0 {
			first = now
		} else if before, ok := last.total.Get(); ok && now.total.Or(before) < before && (!now.countsItself() || !last.countsItself()) {
			return incomplete("%w: its total fell from %v to %v", errShifted, before, now.total.Or(before))
		}
		fresh := false
		for _, item := range now.items {
			k := key(item)
			if k == "" {
				return incomplete("page %d contains an item without an id", number)
			}
			// What was on an earlier page comes again when something was added in front
			// of it meanwhile. On one page things may look alike without being one.
			if before := seen[k]; before != 0 && before <= number {
				continue
			}
			seen[k] = number + 1
			fresh = true
			all.items = append(all.items, item)
		}
		last, all.answeredAt = now, answeredAt
		if pages.enough > 0 && len(all.items) >= pages.enough {
			all.items = all.items[:pages.enough]
			return all, nil
		}

		// What was there when the first page was answered is what is owed. A server that
		// gives more than was asked for has no pages (seen for configs).
		owed, counted := first.total.Get()
		short := counted && float64(len(all.items)) < float64(owed)
		switch {
		case !fresh && len(now.items) > 0 && (short || !counted && !now.bare && len(first.items) <= pages.ask):
			return incomplete("page %d repeats what the pages before it contain", number)
		case isLastPage(len(now.items), len(first.items), pages.ask, fresh, counted && !short):
			if short {
				return incomplete("%w: its total is %v, its pages contain %d", errShifted, owed, len(all.items))
			}
			return all, nil
		}
	}
	return incomplete("no end after %d pages", maxPages)
}

// isLastPage reports whether a page is the last one. A full page of the size that
// was asked for is followed by another request even where total says that it
// is the last: totals that count a single page are on record.
func isLastPage(length, firstLength, asked int, fresh, complete bool) bool {
	switch {
	case length == 0 || !fresh:
		return true
	case length < firstLength:
		return true
	default:
		return complete && length != asked
	}
}

func readPage[T any](ctx context.Context, c *Client, path []string, query url.Values, pages pageParameters, number int) (page[T], time.Time, error) {
	asked := url.Values{}
	for name, values := range query {
		asked[name] = values
	}
	pages = pages.orUsual()
	asked.Set(pages.size, strconv.Itoa(pages.ask))
	asked.Set(pages.number, strconv.Itoa(pages.first+number))
	got := headedPage[T]{head: pages.head}
	if number > 0 {
		got.head = nil
	}
	answer, err := c.get(ctx, path, asked, &got)
	c.learn(got.items.returned())
	return got.page, answer.answeredAt, err
}

// headedPage is a page whose answer head is given, too.
type headedPage[T any] struct {
	page[T]

	head func(data []byte) error
}

// UnmarshalJSON reads the page.
func (p *headedPage[T]) UnmarshalJSON(data []byte) error {
	if p.head != nil {
		if err := p.head(data); err != nil {
			return err
		}
	}
	return json.Unmarshal(data, &p.page)
}

// coalesced lets readings that wait share one. A caller gets what was read wholly
// after it asked: it may join a reading that has not begun, never one that is
// under way. No goroutine is started; the first of those who wait does the reading.
type coalesced[T any] struct {
	mu   sync.Mutex
	next *reading[T] // not begun; nil where none waits
	busy lock
}

type reading[T any] struct {
	done      chan struct{}
	value     T
	err       error
	abandoned bool // the reader was stopped; the others read for themselves
}

func (s *coalesced[T]) get(ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	for {
		turn, lead := s.join()
		if lead {
			s.lead(ctx, turn, read)
		}
		select {
		case <-turn.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
		if lead || !turn.abandoned {
			return turn.value, turn.err
		}
	}
}

// join returns the reading that has not begun, and whether the caller is to do it.
func (s *coalesced[T]) join() (*reading[T], bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy == nil {
		s.busy = newLock()
	}
	if s.next != nil {
		return s.next, false
	}
	s.next = &reading[T]{done: make(chan struct{}), abandoned: true}
	return s.next, true
}

// lead waits for the reading under way, then does turn's.
func (s *coalesced[T]) lead(ctx context.Context, turn *reading[T], read func(context.Context) (T, error)) {
	defer close(turn.done) // also when read panics, or others would wait for ever
	stopped := s.busy.acquire(ctx)
	s.mu.Lock()
	s.next = nil // it begins: who comes later waits for another
	s.mu.Unlock()
	if stopped != nil {
		turn.err = stopped
		return
	}
	defer s.busy.release()
	turn.value, turn.err = read(ctx)
	turn.abandoned = turn.err != nil && ctx.Err() != nil
}
