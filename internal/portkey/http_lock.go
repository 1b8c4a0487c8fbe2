package portkey

import "context"

// lock is a mutex that is waited for no longer than a context lasts.
type lock chan struct{}

func newLock() lock { return make(lock, 1) }

// acquire waits until the lock is free, or until the context ends.
func (l lock) acquire(ctx context.Context) error {
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l lock) release() { <-l }
