package emulator

import (
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// When is the moment of a fault.
type When int

const (
	// Before is before the request has its effect, which it then has not if
	// the fault answers in the API's stead.
	Before When = iota
	// After is after the effect: the caller can't know.
	After
)

// Fault is what goes wrong with a request. Status, Body, HTML or Reset answer in
// the API's stead; without any of them the API's own answer is sent, in the way
// of the other fields.
type Fault struct {
	// Method is the method it happens to; empty is any.
	Method string
	// Path is a prefix, or a pattern in which each * is any text but a slash.
	// /v1 may be left out; empty is any path.
	Path string
	// Times is how often it happens; 0 is always.
	Times int
	// After is how many matching requests are left alone first.
	After int
	When  When

	Status int
	Header http.Header
	// Body empty with a Status from 400 on is the API's own error of that status.
	Body string
	// HTML answers a gateway's page; Status defaults to 502.
	HTML bool
	// Reset closes the connection without an answer.
	Reset bool
	// Truncate breaks the connection in the middle of the body.
	Truncate bool
	// Slow waits before the answer, SlowBody in the middle of its body.
	Slow, SlowBody time.Duration
	// Hook runs at that moment, without the server's lock: it may change what
	// the server has, or wait for a test.
	Hook func(*http.Request)
}

type fault struct {
	Fault
	seen, met int
}

// instead reports whether the fault answers in the API's stead.
func (f Fault) instead() bool {
	return f.Status != 0 || f.Body != "" || f.HTML || f.Reset
}

// hook runs the hook, if this is its moment.
func (f Fault) hook(r *http.Request, moment When) {
	if f.Hook != nil && f.When == moment {
		f.Hook(r)
	}
}

// Fail makes matching requests fail from here on. Of several faults that match,
// the one added first happens. remove ends it.
func (s *Server) Fail(f Fault) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &fault{Fault: f}
	s.faults = append(s.faults, added)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, one := range s.faults {
			if one == added {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
				return
			}
		}
	}
}

// SetLatency makes every request wait before it has its effect.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// meet is the fault that a request meets; the zero fault does nothing.
func (s *Server) meet(entry *Request) Fault {
	for _, one := range s.faults {
		if !one.matches(entry) || one.Times > 0 && one.met == one.Times {
			continue
		}
		if one.seen++; one.seen <= one.After {
			continue
		}
		one.met++
		return one.Fault
	}
	return Fault{}
}

func (f Fault) matches(entry *Request) bool {
	if f.Method != "" && f.Method != entry.Method {
		return false
	}
	if !strings.Contains(f.Path, "*") {
		return onPath(f.Path, entry.Path)
	}
	for _, candidate := range []string{entry.Path, strings.TrimPrefix(entry.Path, "/v1")} {
		if ok, err := path.Match(f.Path, candidate); ok && err == nil {
			return true
		}
	}
	return false
}

const gatewayPage = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"

// faultAnswer is what a fault answers in the API's stead.
func (s *Server) faultAnswer(f Fault) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	reply := answer{status: f.Status, header: s.header(), body: []byte(f.Body)}
	if f.HTML {
		reply.header.Set("Content-Type", "text/html; charset=utf-8")
		if f.Body == "" {
			reply.body = []byte(gatewayPage)
		}
	}
	switch {
	case reply.status == 0 && f.HTML:
		reply.status = http.StatusBadGateway
	case reply.status == 0:
		reply.status = http.StatusOK
	case reply.status >= http.StatusBadRequest && f.Body == "" && !f.HTML:
		reply.body = []byte(jsonText(problemOf(reply.status).body()))
	}
	return reply
}

func problemOf(status int) *problem {
	for _, known := range []*problem{noKey(), noRights(), notFound(), tooMany(), conflict("Conflict")} {
		if known.status == status {
			return known
		}
	}
	if status == http.StatusBadRequest {
		return &problem{status: status, code: "AB01", message: "Invalid request. Please check and try again."}
	}
	return &problem{status: status, code: "AB04", message: http.StatusText(status)}
}

// send writes an answer, or does what a fault does to it.
func send(w http.ResponseWriter, r *http.Request, reply answer, f Fault) {
	if f.Reset {
		reset(w)
	}
	pause(r, f.Slow)
	header := w.Header()
	for key, values := range reply.header {
		header[key] = values
	}
	for key, values := range f.Header {
		header[http.CanonicalHeaderKey(key)] = values
	}
	if reply.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(reply.body)))
	}
	w.WriteHeader(reply.status)
	half := len(reply.body) / 2
	if f.SlowBody > 0 || f.Truncate {
		write(w, reply.body[:half])
		pause(r, f.SlowBody)
		if f.Truncate {
			panic(http.ErrAbortHandler)
		}
		reply.body = reply.body[half:]
	}
	write(w, reply.body)
}

// write sends a part of a body at once. A caller who has left is not an error.
func write(w http.ResponseWriter, part []byte) {
	_, _ = w.Write(part)
	_ = http.NewResponseController(w).Flush()
}

// reset closes the connection so that the caller sees it reset, and ends the request.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		if tcp, ok := connection.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // else the caller sees it closed, which is as bad
		}
		_ = connection.Close()
	}
	// Without a connection of its own (HTTP/2) the request is aborted instead.
	panic(http.ErrAbortHandler)
}

// pause waits, but not for a caller who has left.
func pause(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}
