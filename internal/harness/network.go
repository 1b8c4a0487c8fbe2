package harness

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// StartInMemory is Start without a socket: net/http speaks to net/http, through
// pipes. It can be used in a synctest bubble, so the provider waits as long as it
// does for users. between stands before the API.
func StartInMemory(t interface {
	TB
	Cleanup(func())
}, between func(api http.Handler) http.Handler, options ...emulator.Option) *Env {
	t.Helper()
	api := emulator.New(options...)
	network := newPipes()
	server := &http.Server{
		Handler: between(api),
		// What handlers that end by http.ErrAbortHandler leave to say.
		ErrorLog:          log.New(io.Discard, "", 0),
		ReadHeaderTimeout: time.Minute,
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(network) // it ends by Close
	}()
	transport := &http.Transport{
		DialContext: network.dial,
		// A connection for each request, so that no test depends on which are left.
		DisableKeepAlives: true,
	}
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	e := newEnv(t, "http://127.0.0.1/v1", emulator.AdminKey)
	e.API = api
	e.Baseline()
	e.Tune(func(config *portkey.Options) { config.Transport = transport })
	e.pipes = network
	return e
}

// OpenConnections counts the connections that the provider holds open, where
// the API is in memory: each of them would be a descriptor.
func (e *Env) OpenConnections() int { return int(e.pipes.open.Load()) }

// pipes is a net.Listener that is reached by dial, and by nothing else.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once
	open    atomic.Int64
}

// counted is the end of a pipe that counts as open until it is closed.
type counted struct {
	net.Conn
	closed func()
}

// Close closes the pipe.
func (c counted) Close() error {
	c.closed()
	return c.Conn.Close()
}

func newPipes() *pipes { return &pipes{dialled: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.dialled <- far:
		p.open.Add(1)
		return counted{near, sync.OnceFunc(func() { p.open.Add(-1) })}, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for the next connection.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialled:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the waits.
func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is what a listener has to have.
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "pipe"} }
