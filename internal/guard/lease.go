package guard

import (
	"context"
	"sync/atomic"
	"time"
)

// lease is the context of one request, and lets go of it when that has ended.
//
// The framework keeps a context of each request for as long as the process
// lives, to cancel it should Terraform ask to stop: Server.registerContext, in
// internal/proto6server of terraform-plugin-framework 1.19. Loggers, fields and
// masks hang on it, so that of 150 MB after a thousand workspaces nearly all was
// of requests long answered.
type lease struct {
	of atomic.Pointer[context.Context]
}

// newLease returns a lease of a context, and what ends it: from then on it is
// cancelled, and has no values.
func newLease(ctx context.Context) (l *lease, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	l = new(lease)
	l.of.Store(&ctx)
	return l, func() {
		cancel()
		l.of.Store(&ended)
	}
}

// ended is what a lease is of in the end.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (l *lease) current() context.Context { return *l.of.Load() }

// Deadline is that of the request.
func (l *lease) Deadline() (time.Time, bool) { return l.current().Deadline() }

// Done is closed when the request is cancelled, or has ended.
func (l *lease) Done() <-chan struct{} { return l.current().Done() }

// Err says why Done is closed.
func (l *lease) Err() error { return l.current().Err() }

// Value is that of the request while it is open.
func (l *lease) Value(key any) any { return l.current().Value(key) }
