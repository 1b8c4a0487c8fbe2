package guard

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const (
	// quiet is how long no write must have been open before SIGTERM is
	// obeyed. A request ends for us before its answer is on the wire, and there
	// is no hook behind that.
	quiet = time.Second

	// holdAtMost bounds the whole wait. It is longer than a write takes once
	// Terraform asked to stop: six seconds for the request, thirty to look for
	// what became of it.
	holdAtMost = 45 * time.Second
)

// writes counts the open requests that may change something at Portkey. It is
// the process's, because a signal is.
var writes writeCount

// HoldSignals keeps SIGTERM from ending the process while a write is open. main
// calls it once, before it serves.
//
// A CI runner that stops a job signals the whole process group. Terraform takes
// that as an interrupt and asks its providers to stop, but a provider that
// dies of the signal never answers, and what it was creating is then in no
// state. SIGINT needs nothing of the sort: go-plugin ignores it.
func HoldSignals() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	log := os.Stderr // before go-plugin replaces it
	h := holder{
		writes:     &writes,
		quiet:      quiet,
		holdAtMost: holdAtMost,
		tell: sync.OnceFunc(func() {
			// go-plugin takes the level of a provider's log line from the prefix.
			_, _ = fmt.Fprintln(log, "[WARN] SIGTERM is held until the open writes are answered")
		}),
		obey: func() { obey(signals) },
	}
	go h.run(signals)
}

// obey ends the process as SIGTERM would have.
func obey(signals chan<- os.Signal) {
	signal.Stop(signals)
	signal.Reset(syscall.SIGTERM)
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Signal(syscall.SIGTERM)
	}
	if err != nil { // Windows has no signals to send
		os.Exit(1)
	}
}

// holder decides when a SIGTERM that came is obeyed.
type holder struct {
	writes     *writeCount
	quiet      time.Duration
	holdAtMost time.Duration
	tell       func() // that a signal is held, each time it is looked at
	obey       func()
}

// run waits for the first signal, then for the writes. Later signals change
// nothing: they say the same thing again.
func (h holder) run(signals <-chan os.Signal) {
	<-signals
	deadline := time.NewTimer(h.holdAtMost)
	defer deadline.Stop()
	for {
		idle, wait := h.writes.idleSince(h.quiet)
		if idle {
			h.obey()
			return
		}
		h.tell()
		select {
		case <-signals:
		case <-wait:
		case <-deadline.C:
			h.obey()
			return
		}
	}
}

// writeCount knows how many writes are open and since when none is.
type writeCount struct {
	mu      sync.Mutex
	open    int
	ended   time.Time
	allDone chan struct{} // closed when open falls to zero; nil while nobody waits for that
}

// begin counts a write in, and the function it returns counts it out.
func (c *writeCount) begin() (end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open++
	return sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.open--
		if c.open == 0 {
			c.ended = time.Now()
			if c.allDone != nil {
				close(c.allDone)
				c.allDone = nil
			}
		}
	})
}

// idleSince says whether no write has been open for d, and if that is not so,
// what to wait for before asking again.
func (c *writeCount) idleSince(d time.Duration) (bool, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open > 0 {
		if c.allDone == nil {
			c.allDone = make(chan struct{})
		}
		return false, c.allDone
	}
	left := d - time.Since(c.ended)
	if left <= 0 {
		return true, nil
	}
	over := make(chan struct{})
	time.AfterFunc(left, func() { close(over) })
	return false, over
}
