package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Rows are the rows of a list that belongs to one object, such as the workspaces of an
// integration. The API returns such a list as a whole, and takes rows by a PUT of the same
// path: those that the body lacks stay as they are. A row has no path of its own.
//
// Many resources manage one row each. What they write at the same time is gathered into
// one PUT (see Write), and what they read comes from one reading (see List).
//
// L is the list as responses contain it, U what a PUT says of one row.
type Rows[L, U any] struct {
	client *Client
	rowsNoun[L, U]
	*sharedRows[L, U]
}

// rowsNoun declares where the rows are.
type rowsNoun[L, U any] struct {
	path []string
	// query is that of a read, isBeside as in request.
	query    url.Values
	isBeside bool
	// read reads the list, where that is not one request of path and query.
	read func(ctx context.Context) (L, error)
	// body is the body of a PUT of rows, given the list as it was read for it.
	body func(live L, rows []U) any
	// requests are the requests that write rows, one after another, of a list whose rows
	// are not written by a PUT alone; nil is one PUT of body.
	requests func(live L, rows []U) []request
}

// sharedRows is what the clients of one key share of one list.
type sharedRows[L, U any] struct {
	// writing is taken by the write that sends those of others too, reading by the reading
	// that others wait for.
	writing, reading lock

	mu      sync.Mutex
	waiting []*rowsWrite[L, U]
	// creating are the rows that creates of this process are at, created those that they
	// wrote.
	creating, created map[string]bool
	// ended counts the PUTs that have ended.
	ended int64
	last  *readRows[L]
}

// readRows is a list, with the time and the count of PUTs when its reading began.
type readRows[L any] struct {
	list  L
	at    time.Time
	ended int64
}

// rowsOf opens the rows of one list.
func rowsOf[L, U any](c *Client, n rowsNoun[L, U]) *Rows[L, U] {
	address := "rows of " + strings.Join(n.path, "/")
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	all, ok := c.shared[address].(*sharedRows[L, U])
	if !ok {
		all = &sharedRows[L, U]{writing: newLock(), reading: newLock(), creating: map[string]bool{}, created: map[string]bool{}}
		c.shared[address] = all
	}
	return &Rows[L, U]{c, n, all}
}

// List returns the list, which the caller must not change. It is a minute old at most, and
// contains all that this process had written when it was asked for.
func (k *Rows[L, U]) List(ctx context.Context) (list L, err error) {
	ended := k.countEnded()
	if err := k.reading.acquire(ctx); err != nil {
		return list, err
	}
	defer k.reading.release()
	k.mu.Lock()
	last := k.last
	k.mu.Unlock()
	if last != nil && last.ended >= ended && !isOutdated(last.at) {
		return last.list, nil
	}
	return k.read(ctx)
}

// ListUncached is List by a request of its own.
func (k *Rows[L, U]) ListUncached(ctx context.Context) (list L, err error) {
	if err := k.reading.acquire(ctx); err != nil {
		return list, err
	}
	defer k.reading.release()
	return k.read(ctx)
}

// IsReadable reports whether the list can be read although a write to it was rejected: then
// nothing was deleted.
func (k *Rows[L, U]) IsReadable(ctx context.Context, rejection error) bool {
	var answer *Error
	if !errors.As(rejection, &answer) || answer.Method == http.MethodGet {
		return false
	}
	_, err := k.ListUncached(ctx)
	return err == nil
}

// Settle reads the list again until settled accepts it, of which first is one: three in all
// at most. It returns the last.
func (k *Rows[L, U]) Settle(ctx context.Context, first L, settled func(L) bool) (L, error) {
	got, err := first, error(nil)
	for attempt := 1; attempt < maxStaleReads && err == nil && !settled(got); attempt++ {
		if err = k.client.sleep(ctx, k.client.opts.Waits.WriteSettle, "an answer in doubt is asked for again"); err == nil {
			got, err = k.ListUncached(ctx)
		}
	}
	return got, err
}

// read reads the list in turn.
func (k *Rows[L, U]) read(ctx context.Context) (list L, err error) {
	began := readRows[L]{at: time.Now(), ended: k.countEnded()}
	if k.rowsNoun.read != nil {
		began.list, err = k.rowsNoun.read(ctx)
	} else {
		_, err = k.client.call(ctx, request{method: http.MethodGet, path: k.path, query: k.query, isBeside: k.isBeside}, &began.list)
	}
	if err != nil {
		return began.list, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = &began
	return began.list, nil
}

func (k *Rows[L, U]) countEnded() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ended
}

// rowsWrite is what one caller wants to write. What it ends with is written before done is
// closed.
type rowsWrite[L, U any] struct {
	plan func(live L) ([]U, error)
	// rows are what plan returned last.
	rows     []U
	done     chan struct{}
	err      error
	panicked any
}

// Write changes rows. plan is given the list as it was read for this write, and returns
// the rows to send; none sends nothing. It may be called several times: with a later list
// where it returns [ErrStale], and after a PUT that failed, when none to send says that the
// rows were written all the same. This process writes no other rows of the list meanwhile.
//
// The first write waits for Waits.Gather, and on while others come, three times that in
// all. Then one PUT has the rows of all of them, and those that come meanwhile are in the
// next one. A PUT of several writes that is rejected is sent again in halves, so that each
// write fails or succeeds by its own rows.
func (k *Rows[L, U]) Write(ctx context.Context, plan func(live L) ([]U, error)) error {
	own := &rowsWrite[L, U]{plan: plan, done: make(chan struct{})}
	k.mu.Lock()
	k.waiting = append(k.waiting, own)
	k.mu.Unlock()
	select {
	case <-own.done:
		return own.result()
	case k.writing <- struct{}{}:
	case <-ctx.Done():
		if k.withdraw(own) {
			return ctx.Err()
		}
		k.writing <- struct{}{} // another caller sends it at this moment
	}
	defer k.writing.release()
	if !own.isDone() && ctx.Err() == nil {
		k.lead(ctx)
	}
	if !own.isDone() { // the caller is to stop
		k.withdraw(own)
		return ctx.Err()
	}
	return own.result()
}

// Create is Write for a row that is not there yet, and that no other create of this process
// writes. name is what distinguishes it from the others. plan returns a *TakenError for a
// row that is there: then the list is read again while a delete of the same run may last.
func (k *Rows[L, U]) Create(ctx context.Context, name string, plan func(live L) ([]U, error)) error {
	until := time.Now().Add(k.client.opts.Waits.TakenName)
	for {
		err := k.create(ctx, name, plan)
		var taken *TakenError
		if !errors.As(err, &taken) {
			return err
		}
		if !time.Now().Before(until) || k.client.sleep(ctx, k.client.opts.Waits.TakenNamePause, "the row is there") != nil {
			return taken
		}
	}
}

func (k *Rows[L, U]) create(ctx context.Context, name string, plan func(live L) ([]U, error)) error {
	k.mu.Lock()
	busy := k.creating[name]
	k.creating[name] = true
	k.mu.Unlock()
	if busy {
		return &TakenError{Name: name, MadeHere: true}
	}
	err := k.Write(ctx, plan)
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.creating, name)
	var taken *TakenError
	if errors.As(err, &taken) {
		taken.MadeHere = k.created[name]
	}
	k.created[name] = k.created[name] || err == nil
	return err
}

func (w *rowsWrite[L, U]) isDone() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

func (w *rowsWrite[L, U]) end(err error) {
	w.err = err
	close(w.done)
}

// result is how a write ended. A panic of its plan fails its own caller, whoever called it.
func (w *rowsWrite[L, U]) result() error {
	if w.panicked != nil {
		panic(w.panicked)
	}
	return w.err
}

// withdraw takes back a write that waits. It reports false for one that does not.
func (k *Rows[L, U]) withdraw(own *rowsWrite[L, U]) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.Index(k.waiting, own)
	if i >= 0 {
		k.waiting = slices.Delete(k.waiting, i, i+1)
	}
	return i >= 0
}

// maxGatherPauses is how many times Waits.Gather a write waits for others at most.
const maxGatherPauses = 3

// lead sends what waits, the caller's write among it, in its turn. What has not ended
// after it, since the caller is to stop, waits for another one to lead.
func (k *Rows[L, U]) lead(ctx context.Context) {
	for range maxGatherPauses {
		before := k.countWaiting()
		if pause(ctx, k.client.opts.Waits.Gather) != nil || k.countWaiting() == before {
			break
		}
	}
	live, err := k.ListUncached(ctx)
	k.mu.Lock()
	batch := k.waiting // also what came while the list was read: that is newer than any earlier write
	k.waiting = nil
	k.mu.Unlock()
	defer func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.waiting = slices.Concat(unfinished(batch), k.waiting)
	}()
	k.settle(ctx, live, err, batch)
}

func (k *Rows[L, U]) countWaiting() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.waiting)
}

func unfinished[L, U any](batch []*rowsWrite[L, U]) []*rowsWrite[L, U] {
	return slices.DeleteFunc(slices.Clone(batch), (*rowsWrite[L, U]).isDone)
}

// settle ends the writes of a batch, given the list or how reading it failed; none once ctx
// is done before they are sent.
func (k *Rows[L, U]) settle(ctx context.Context, live L, err error, batch []*rowsWrite[L, U]) {
	if err == nil {
		live, batch = k.planAll(ctx, live, batch)
		if len(batch) == 0 {
			return
		}
		err = k.put(ctx, live, batch)
	}
	switch {
	case err == nil:
	case ctx.Err() != nil && !IsUnknownOutcome(err): // nothing was changed
		return
	case len(batch) > 1 && isOfOneRow(err):
		half := len(batch) / 2
		for _, part := range [][]*rowsWrite[L, U]{batch[:half], batch[half:]} {
			live, err := k.ListUncached(ctx)
			k.settle(ctx, live, err, part)
		}
		return
	case isOfOneRow(err) || IsUnknownOutcome(err):
		// An attempt whose answer was lost may have written them.
		if live, readErr := k.ListUncached(ctx); readErr == nil {
			for _, one := range batch {
				if one.run(live) == nil && len(one.rows) == 0 {
					one.end(nil)
				}
			}
		}
	}
	for _, one := range unfinished(batch) {
		one.end(err)
	}
}

// planAll plans each write of a batch, and returns those that have rows to send; the others
// end. Where one finds the list to be stale, it is read again.
func (k *Rows[L, U]) planAll(ctx context.Context, live L, batch []*rowsWrite[L, U]) (L, []*rowsWrite[L, U]) {
	for attempt := 1; ; attempt++ {
		stale := false
		for _, one := range batch {
			one.err = one.run(live)
			stale = stale || errors.Is(one.err, ErrStale)
		}
		if !stale || attempt == maxStaleReads || k.client.sleep(ctx, k.client.opts.Waits.WriteSettle, "a stale answer is asked for again") != nil {
			break
		}
		later, err := k.ListUncached(ctx)
		if err != nil {
			break
		}
		live = later
	}
	var left []*rowsWrite[L, U]
	for _, one := range batch {
		if one.err != nil || len(one.rows) == 0 {
			one.end(one.err)
			continue
		}
		left = append(left, one)
	}
	return live, left
}

// run calls the plan of a write.
func (w *rowsWrite[L, U]) run(live L) (err error) {
	defer func() {
		if w.panicked = recover(); w.panicked != nil {
			err = fmt.Errorf("panic: %v", w.panicked)
		}
	}()
	w.rows, err = w.plan(live)
	return err
}

// put sends the rows of a batch.
func (k *Rows[L, U]) put(ctx context.Context, live L, batch []*rowsWrite[L, U]) error {
	var rows []U
	for _, one := range batch {
		rows = append(rows, one.rows...)
	}
	defer func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.ended++
	}()
	if k.requests == nil {
		_, err := k.client.do(ctx, request{method: http.MethodPut, path: k.path, body: k.body(live, rows)})
		return err
	}
	for _, one := range k.requests(live, rows) {
		if _, err := k.client.do(ctx, one); err != nil {
			return err
		}
	}
	return nil
}
