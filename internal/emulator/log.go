package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Request is a request that the API received, refused ones too.
type Request struct {
	Method string
	// Path is as it came, with its escapes.
	Path, RawQuery string
	Header         http.Header
	Body           []byte
	// Status is what was answered, 0 while it is open and where a fault cut
	// the connection instead.
	Status int
	// Key is the secret that came with it.
	Key string
	// Effect reports whether it changed something.
	Effect bool
	// At is when it came, by the server's clock.
	At time.Time
	// Refusal is the body of an answer with a status from 400 on.
	Refusal []byte
}

// Requests are all requests so far, in the order in which they came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := newest(s.requests, s.most)
	requests := make([]Request, 0, len(kept))
	for _, entry := range kept {
		one := *entry
		one.Header, one.Body = one.Header.Clone(), slices.Clone(one.Body)
		requests = append(requests, one)
	}
	return requests
}

// newest are the last entries of a log, at most most of them; 0 is all.
func newest[E any](log []E, most int) []E {
	if most == 0 {
		return log
	}
	return log[max(0, len(log)-most):]
}

// logged is a log with another entry. What is older than the newest is dropped once in a
// while, so that an entry costs the same whatever is kept.
func logged[E any](log []E, entry E, most int) []E {
	log = append(log, entry)
	if most > 0 && len(log) >= 2*most {
		return slices.Clone(newest(log, most))
	}
	return log
}

// ResetRequests empties the log.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// OnRequest calls observe with every request once it is answered, one at a time,
// with the server's lock held: observe must not call the server.
func (s *Server) OnRequest(observe func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observe = observe
}

// Bodies are the bodies of the requests of a method (empty: any) whose path
// starts as given, /v1 left out or not.
func (s *Server) Bodies(method, pathPrefix string) []string {
	var bodies []string
	for _, one := range s.Requests() {
		if (method == "" || method == one.Method) && onPath(pathPrefix, one.Path) {
			bodies = append(bodies, string(one.Body))
		}
	}
	return bodies
}

// onPath reports whether a path starts with a prefix, with or without its /v1.
func onPath(prefix, path string) bool {
	return strings.HasPrefix(path, prefix) || strings.HasPrefix(strings.TrimPrefix(path, "/v1"), prefix)
}

// begin logs a request and chooses the fault that it will meet.
func (s *Server) begin(r *http.Request, body []byte) (*Request, Fault, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := &Request{
		Method: r.Method, Path: r.URL.EscapedPath(), RawQuery: r.URL.RawQuery,
		Header: r.Header.Clone(), Body: body, Key: r.Header.Get("x-portkey-api-key"), At: s.now(),
	}
	s.requests = logged(s.requests, entry, s.most)
	return entry, s.meet(entry), s.latency
}

// finish notes what a request was answered.
func (s *Server) finish(entry *Request, reply answer, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !fault.Reset {
		entry.Status = reply.status
	}
	if entry.Status >= http.StatusBadRequest {
		entry.Refusal = reply.body
	}
	if s.observe != nil {
		s.observe(*entry)
	}
}
