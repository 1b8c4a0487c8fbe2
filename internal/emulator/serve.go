package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// route is one endpoint. A * in its pattern is one path element of any text.
type route struct {
	method, pattern string
	handle          func(*call) (any, error)
}

// call is one request on its way through a handler, which runs with the
// server's lock held.
type call struct {
	*Server
	key    Key
	args   []string // the path elements that the pattern left open
	query  url.Values
	raw    []byte
	asOf   time.Time // the moment that reads see; zero is the latest
	effect bool
}

// answer is what is sent, unless a fault has its way.
type answer struct {
	status int
	header http.Header
	body   []byte
}

const maxBody = 4 << 20

// ServeHTTP answers one request of the Admin API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		// A body that can't be read is logged and refused like one that makes no sense.
		body = []byte("unreadable")
	}
	entry, fault, latency := s.begin(r, body)
	pause(r, latency)

	var reply answer
	fault.hook(r, Before)
	if !fault.instead() || fault.When == After {
		reply = s.handle(r, body, entry)
	}
	fault.hook(r, After)
	if fault.instead() {
		reply = s.faultAnswer(fault)
	}
	s.finish(entry, reply, fault)
	send(w, r, reply, fault)
}

// handle does what the request asks for, and makes the answer.
func (s *Server) handle(r *http.Request, body []byte, entry *Request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rotateDue()
	reply := answer{status: http.StatusOK, header: s.header()}
	var value any
	var err error
	if wait := s.rate.take(s.now()); wait > 0 {
		err = tooMany()
		if s.rate.retryAfter {
			reply.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		}
	} else {
		c := &call{Server: s, query: r.URL.Query(), raw: body}
		if r.Method == http.MethodGet {
			c.asOf = s.readTime()
		}
		value, err = c.dispatch(r)
		entry.Effect = c.effect
		s.audit(entry, c.key, reply.header.Get("X-Request-Id"))
	}
	if refused := (*problem)(nil); errors.As(err, &refused) {
		reply.status, value = refused.status, refused.body()
	}
	reply.body = []byte(jsonText(value))
	return reply
}

// header is on every answer. Which header carries the request id is unknown;
// this name is assumed.
func (s *Server) header() http.Header {
	return http.Header{
		"Content-Type": {"application/json"},
		"Date":         {s.now().Format(http.TimeFormat)},
		"X-Request-Id": {s.uuid()},
	}
}

func (c *call) dispatch(r *http.Request) (any, error) {
	if answer, found, err := c.pricing(r); found {
		return answer, err
	}
	elements, ok := splitPath(r.URL.EscapedPath())
	if !ok {
		return nil, notFound()
	}
	secret := r.Header.Get("x-portkey-api-key")
	key, ok := c.keys[secret]
	if !ok {
		key, ok = c.keyWith(secret)
	}
	if !ok {
		return nil, noKey()
	}
	c.key = key
	for _, one := range c.routes {
		args, ok := one.match(r.Method, elements)
		if !ok {
			continue
		}
		c.args = args
		return one.handle(c)
	}
	// Recorded: an unknown route is 403 under /admin and 404 in most other places.
	if elements[0] == "admin" {
		return nil, noRights()
	}
	return nil, notFound()
}

// splitPath cuts an escaped path below /v1 into its elements, so that an
// encoded slash stays what it is: part of an element.
func splitPath(escaped string) ([]string, bool) {
	below, ok := belowVersion(escaped)
	if !ok {
		return nil, false
	}
	elements := strings.Split(below, "/")
	for i, element := range elements {
		plain, err := url.PathUnescape(element)
		if err != nil || plain == "" {
			return nil, false
		}
		elements[i] = plain
	}
	return elements, true
}

func (o route) match(method string, elements []string) (args []string, ok bool) {
	pattern := strings.Split(o.pattern, "/")
	if method != o.method || len(pattern) != len(elements) {
		return nil, false
	}
	for i, want := range pattern {
		if want == "*" {
			args = append(args, elements[i])
		} else if want != elements[i] {
			return nil, false
		}
	}
	return args, true
}

// object is the body, which has to be one JSON object with no other keys than
// those known; see Tolerant.
func (c *call) object(known func(key string) bool) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(c.raw))
	var body map[string]any
	if err := decoder.Decode(&body); err != nil && len(c.raw) > 0 {
		return nil, badField("body", "the body is not a JSON object")
	}
	if decoder.More() {
		return nil, badField("body", "the body goes on after the object")
	}
	return body, c.known(body, known)
}

// known refuses keys of an object that are not known; see Tolerant.
func (c *call) known(body map[string]any, known func(key string) bool) error {
	for _, key := range slices.Sorted(maps.Keys(body)) {
		switch {
		case known(key):
		case c.tolerant:
			delete(body, key)
		default:
			return badField(key, "unknown field "+key)
		}
	}
	return nil
}

// onlyQuery refuses parameters that are not known, and those given twice; see
// Tolerant.
func (c *call) onlyQuery(known ...string) error {
	if c.tolerant {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(c.query)) {
		if !slices.Contains(known, key) || len(c.query[key]) > 1 {
			return badQuery(key, "unknown parameter "+key)
		}
	}
	return nil
}
