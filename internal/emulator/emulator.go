package emulator

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// AdminKey is the key of the first organisation's administrator: it has every scope.
const AdminKey = "pk-emulator-admin-0000000000000000"

// Server is the Admin API in memory. It is an http.Handler, safe for concurrent
// use; make one with New.
type Server struct {
	mu    sync.Mutex
	ids   *rand.Rand
	clock func() time.Time
	ahead time.Duration

	shape   Shape
	answers Answers
	turn    int // counts answers, for the knobs that change in turn

	organisations []string
	keys          map[string]Key
	workspaces    []*versioned[workspace]
	items         []*versioned[Object]
	byName        map[string]*versioned[workspace] // by id and by slug: neither ever changes

	routes   []route
	requests []*Request
	tell     func(Request)
	faults   []*fault
	latency  time.Duration
	stale    time.Duration
	// staleLists is stale for lists alone.
	staleLists time.Duration
	flapping   bool
	flapped    bool
	rate       bucket
}

// Option changes a Server while it is made.
type Option func(*Server)

// WithClock takes the time from now instead of from the machine.
func WithClock(now func() time.Time) Option { return func(s *Server) { s.clock = now } }

// WithSeed makes the ids of one Server differ from those of another: two
// servers of one seed hand out the same ids in the same order.
func WithSeed(seed uint64) Option {
	return func(s *Server) { s.ids = rand.New(rand.NewPCG(seed, seed)) } //nolint:gosec // ids of a fake, which tests want repeatable
}

// WithShape chooses which of the two shapes of a workspace on record is answered.
func WithShape(shape Shape) Option { return func(s *Server) { s.shape = shape } }

// WithAnswers sets the knobs of the answers.
func WithAnswers(answers Answers) Option { return func(s *Server) { s.answers = answers } }

// New makes an API that holds one organisation, "Acme", with its default
// workspace and the key AdminKey.
func New(options ...Option) *Server {
	s := &Server{
		clock:  time.Now,
		keys:   map[string]Key{},
		byName: map[string]*versioned[workspace]{},
		routes: slices.Concat(workspaceRoutes(), contentRoutes()),
	}
	WithSeed(1)(s)
	for _, option := range options {
		option(s)
	}
	s.addOrganisation(AdminKey)
	return s
}

// OrganisationID is the id of the first organisation.
func (s *Server) OrganisationID() string { return s.organisations[0] }

// AddOrganisation makes another organisation with a default workspace of its
// own, and a key with every scope. The name only serves to recognise the key.
func (s *Server) AddOrganisation(name string) (organisationID, adminKey string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	adminKey = fmt.Sprintf("pk-emulator-%s-%s", prefix(name, len(name)), s.hex(16))
	return s.addOrganisation(adminKey), adminKey
}

// defaultWorkspaceAge is how old an organisation and its default workspace are
// when a Server starts: old enough for any rule about young objects, and for
// any staleness that a test asks for.
const defaultWorkspaceAge = 365 * 24 * time.Hour

func (s *Server) addOrganisation(adminKey string) string {
	id := s.uuid()
	s.organisations = append(s.organisations, id)
	s.keys[adminKey] = Key{Secret: adminKey, OrganisationID: id, Scopes: allScopes()}
	made := s.now().Add(-defaultWorkspaceAge).Truncate(time.Millisecond)
	w := s.draft(id, "Shared Team Workspace")
	w.name, w.isDefault, w.createdAt, w.updatedAt = "Shared Team Workspace", true, made, made
	s.insert(w, made)
	return id
}

// Advance moves the clock, and with it the Date header and every timestamp.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
}

// SetAnswers replaces the knobs of the answers, from the next request on.
func (s *Server) SetAnswers(answers Answers) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = answers
}

// SetStale makes reads answer as if the writes of the last d had not happened;
// 0 ends it. The Admin API was seen to do so after writes of limits.
func (s *Server) SetStale(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale, s.flapping = d, false
}

// SetFlapping is SetStale for every other read only, beginning with a stale
// one, as if two replicas took turns.
func (s *Server) SetFlapping(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale, s.flapping, s.flapped = d, true, false
}

// SetStaleLists is SetStale for lists only, as if they came from a cache.
func (s *Server) SetStaleLists(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.staleLists = d
}

// listTime is the moment whose state a list sees, where other reads see that of
// asOf.
func (s *Server) listTime(asOf time.Time) time.Time {
	if s.staleLists == 0 || !asOf.IsZero() {
		return asOf
	}
	return s.now().Add(-s.staleLists)
}

func (s *Server) now() time.Time { return s.clock().Add(s.ahead).UTC() }

// stamp is the time of a write to what was last written at before: later than
// that by a millisecond at least, so that a clock that stands still can't hide
// a write.
func (s *Server) stamp(before time.Time) time.Time {
	now := s.now().Truncate(time.Millisecond)
	if earliest := before.Add(time.Millisecond); now.Before(earliest) {
		return earliest
	}
	return now
}

// readTime is the moment whose state a read sees; zero is the latest.
func (s *Server) readTime() time.Time {
	if s.flapping {
		s.flapped = !s.flapped
	}
	if s.stale == 0 || (s.flapping && !s.flapped) {
		return time.Time{}
	}
	return s.now().Add(-s.stale)
}

func (s *Server) uuid() string {
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", s.hex(8), s.hex(4), s.hex(3), s.hex(3), s.hex(12))
}

func (s *Server) hex(n int) string {
	const digits = "0123456789abcdef"
	out := make([]byte, n)
	for i := range out {
		out[i] = digits[s.ids.IntN(len(digits))]
	}
	return string(out)
}

// slug is head, some characters of the name and six hexadecimal digits, as in
// the recorded ws-shared-e2a85b and pp-gira-summa-5cd6b6. How the name's part
// is cut exactly is assumed.
func (s *Server) slug(head, name string, length int) string {
	if part := prefix(name, length); part != "" {
		head += "-" + part
	}
	return head + "-" + s.hex(6)
}

// prefix is the head of a name in lower case, with a hyphen for what may not
// be in a slug.
func prefix(name string, length int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if b.Len() == length {
			break
		}
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			r = '-'
		}
		b.WriteRune(r)
	}
	return strings.Trim(b.String(), "-")
}

// versioned is an object with all it ever was, so that reads can be stale.
// The values are never changed once they are in.
type versioned[T any] struct{ versions []version[T] }

type version[T any] struct {
	at    time.Time
	value *T // nil: it is not there any more
}

func (v *versioned[T]) put(at time.Time, value *T) {
	v.versions = append(v.versions, version[T]{at, value})
}

// at is the value at a moment, nil where there was none; the zero moment means
// the latest.
func (v *versioned[T]) at(moment time.Time) *T {
	for _, one := range slices.Backward(v.versions) {
		if moment.IsZero() || !one.at.After(moment) {
			return one.value
		}
	}
	return nil
}

// clone copies a JSON value, so that nobody outside shares what is stored.
func clone[T any](value T) T {
	copied, _ := cloneAny(value).(T)
	return copied
}

func cloneAny(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := maps.Clone(v)
		for key, one := range out {
			out[key] = cloneAny(one)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, one := range out {
			out[i] = cloneAny(one)
		}
		return out
	case []map[string]any:
		out := slices.Clone(v)
		for i, one := range out {
			out[i] = clone(one)
		}
		return out
	default:
		return value
	}
}

var _ http.Handler = (*Server)(nil)
