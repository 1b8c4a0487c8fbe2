package guard

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// hold starts a holder that has a signal, inside a synctest bubble, and returns
// a channel that is closed when it obeys.
func hold(c *writeCount) <-chan struct{} {
	signals, obeyed := make(chan os.Signal, 1), make(chan struct{})
	signals <- syscall.SIGTERM
	h := holder{writes: c, quiet: time.Second, holdAtMost: time.Minute, tell: func() {}, obey: func() { close(obeyed) }}
	go h.run(signals)
	return obeyed
}

func TestHolder_obeysOnceTheLastAnswerHadTimeToLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c writeCount
		first, second := c.begin(), c.begin()
		obeyed := hold(&c)
		first()
		first() // an end counts once
		time.Sleep(10 * time.Second)
		assertOpen(t, obeyed, "with a write open")

		second()
		time.Sleep(999 * time.Millisecond)
		assertOpen(t, obeyed, "right after the last write")
		time.Sleep(time.Millisecond)
		synctest.Wait()
		assertClosed(t, obeyed)
	})
}

func TestHolder_anotherWriteStartsTheWaitAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c writeCount
		c.begin()()
		obeyed := hold(&c)
		time.Sleep(500 * time.Millisecond)
		end := c.begin()
		time.Sleep(10 * time.Second)
		assertOpen(t, obeyed, "with a write open")
		end()
		time.Sleep(time.Second)
		synctest.Wait()
		assertClosed(t, obeyed)
	})
}

func TestHolder_givesUpOnAWriteThatNeverEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c writeCount
		c.begin()
		obeyed := hold(&c)
		time.Sleep(time.Minute)
		synctest.Wait()
		assertClosed(t, obeyed)
	})
}

func assertOpen(t *testing.T, obeyed <-chan struct{}, when string) {
	t.Helper()
	synctest.Wait()
	select {
	case <-obeyed:
		t.Fatalf("obeyed %s", when)
	default:
	}
}

func assertClosed(t *testing.T, obeyed <-chan struct{}) {
	t.Helper()
	select {
	case <-obeyed:
	default:
		t.Fatal("the signal is held for ever")
	}
}
