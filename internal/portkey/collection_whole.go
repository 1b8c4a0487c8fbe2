package portkey

import (
	"sync"
	"time"
)

// whole is an object, or the body of a PUT, with parts that the API replaces as a whole,
// such as the defaults of a workspace. Several resources manage one part: each reads it,
// changes what is its own, and sends it all. They take turns, since edits of one object
// do. But an answer that lags, and shows the part as it was before the turn of another one,
// would have an edit undo that. So no edit that replaces a part begins with such an answer.
type whole interface {
	// wholes are the parts that are there, by name, in a form that is the same for an
	// answer and for the body that has led to it.
	wholes() map[string]string
}

// wholeMemory is what a process has replaced of such parts, by the id of the object and the
// name of the part. The zero value is ready for use.
type wholeMemory struct {
	mu    sync.Mutex
	parts map[[2]string]*wholePart
}

type wholePart struct {
	// replaced are the forms that writes of this process have replaced.
	replaced map[string]bool
	// ended is when the last of these writes had ended, by the server's clock.
	ended time.Time
}

// wholeTolerance is how far the time of an answer, which is cut to the second, may be from
// that of the write that it shows.
const wholeTolerance = time.Second

// StaleError is an edit that no answer was new enough for.
type StaleError struct {
	// Part is what the answers showed as it was before.
	Part string
}

// Error says how that is known.
func (e *StaleError) Error() string {
	return "the response shows " + e.Part + " from before a change of this run"
}

// checkWholes is an error for an answer that shows a part as it was before a write of this
// process, where a body replaces that part.
func (k *Collection[T, D, U]) checkWholes(id string, live T, bodies []U) error {
	answered, now := wholesOf(live), k.client.Now()
	updated, dateErr := time.Parse(time.RFC3339, live.facts().updatedAt)
	k.wholes.mu.Lock()
	defer k.wholes.mu.Unlock()
	for _, body := range bodies {
		for name := range wholesOf(body) {
			known := k.wholes.parts[[2]string{id, name}]
			if known == nil || !known.replaced[answered[name]] || now.Sub(known.ended) > LongestLag {
				continue
			}
			if dateErr == nil && updated.After(known.ended.Add(wholeTolerance)) {
				continue // somebody has restored it since
			}
			return &StaleError{name}
		}
	}
	return nil
}

// noteWholes remembers that a body has replaced what an answer had shown.
func (k *Collection[T, D, U]) noteWholes(id string, live T, body U) {
	answered, now := wholesOf(live), k.client.Now()
	k.wholes.mu.Lock()
	defer k.wholes.mu.Unlock()
	for name, written := range wholesOf(body) {
		at := [2]string{id, name}
		if k.wholes.parts == nil {
			k.wholes.parts = map[[2]string]*wholePart{}
		}
		known := k.wholes.parts[at]
		if known == nil {
			known = &wholePart{replaced: map[string]bool{}}
			k.wholes.parts[at] = known
		}
		known.replaced[answered[name]] = true
		delete(known.replaced, written)
		known.ended = now
	}
}

func wholesOf(value any) map[string]string {
	if holder, ok := value.(whole); ok {
		return holder.wholes()
	}
	return nil
}
