package emulator

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// AdminKey is the key of the first organisation's administrator: it has every scope.
const AdminKey = "pk-emulator-admin-0000000000000000"

// Server is the Admin API in memory. It is an http.Handler, safe for concurrent
// use; create one with New.
type Server struct {
	mu  sync.Mutex
	ids *rand.Rand
	// idsBeside are for what is there without a request for it.
	idsBeside *rand.Rand
	clock     func() time.Time
	ahead     time.Duration

	shape    Shape
	answers  Answers
	tolerant bool
	turn     int // counts answers, for the knobs that change in turn

	organisations []string
	keys          map[string]Key
	tables        map[Noun]*table
	stores        map[Noun]*store
	spent         map[string]spending // by the id of the object with the usage limit
	catalogue     map[string][]string
	// syncAsked is how often an MCP server was asked about, see sync.
	syncAsked map[string]int
	// capabilities are what MCP servers offer, by the id of the integration, see offered.
	capabilities map[string][]string

	routes   []route
	requests []*Request
	// most is how many requests the log keeps; 0 is all.
	most int
	// audited and auditSeeds are what the audit log has.
	audited    []audited
	auditSeeds []map[string]any
	traffic    map[string]traffic
	exporting  Exporting
	exports    []*logExport
	observe    func(Request)
	faults     []*fault
	latency    time.Duration
	stale      time.Duration
	// staleLists is stale for lists alone.
	staleLists time.Duration
	flapping   bool
	flapped    bool
	rate       bucket
}

// Option changes a Server while it is created.
type Option func(*Server)

// WithClock takes the time from now instead of from the machine.
func WithClock(now func() time.Time) Option { return func(s *Server) { s.clock = now } }

// WithSeed makes the ids of one Server differ from those of another: two
// servers of one seed hand out the same ids in the same order.
func WithSeed(seed uint64) Option {
	return func(s *Server) {
		s.ids = rand.New(rand.NewPCG(seed, seed))         //nolint:gosec // ids of a fake, which tests want repeatable
		s.idsBeside = rand.New(rand.NewPCG(seed, seed+1)) //nolint:gosec // as above
	}
}

// WithShape chooses which of the two shapes of a workspace on record is answered.
func WithShape(shape Shape) Option { return func(s *Server) { s.shape = shape } }

// Tolerant ignores fields of a body and parameters of a query that are not known,
// as the API is seen to do for the vendor's SDKs, which send several. Without it
// they are rejected, so that a test finds a misspelt key.
func Tolerant() Option { return func(s *Server) { s.tolerant = true } }

// WithAnswers sets the knobs of the answers.
func WithAnswers(answers Answers) Option { return func(s *Server) { s.answers = answers } }

// KeepRequests keeps the last n requests in the log instead of all, and as many writes in
// the audit log, for servers that run for long.
func KeepRequests(n int) Option { return func(s *Server) { s.most = n } }

// New creates an API that has one organisation, "Acme", with its default
// workspace and the key AdminKey.
func New(options ...Option) *Server {
	s := &Server{
		clock:  time.Now,
		keys:   map[string]Key{},
		tables: map[Noun]*table{},
		stores: map[Noun]*store{},
		spent:  map[string]spending{},
		routes: routesOf(append(tables(), objectless()...)),

		catalogue: catalogue(), syncAsked: map[string]int{}, capabilities: map[string][]string{},
		exporting: Exporting{Rows: 120, Reads: 2, Ends: "success"},
	}
	for _, t := range tables() {
		s.tables[t.noun], s.stores[t.noun] = t, newStore()
	}
	WithSeed(1)(s)
	for _, option := range options {
		option(s)
	}
	s.addOrganisation("Acme", AdminKey)
	return s
}

// OrganisationID is the id of the first organisation.
func (s *Server) OrganisationID() string { return s.organisations[0] }

// AddOrganisation creates another organisation with a default workspace of its
// own, and a key with every scope, which the name is in.
func (s *Server) AddOrganisation(name string) (organisationID, adminKey string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	adminKey = fmt.Sprintf("pk-emulator-%s-%s", prefix(name, len(name)), s.hex(16))
	return s.addOrganisation(name, adminKey), adminKey
}

// NameOrganisation renames an organisation. The API does not answer its name.
func (s *Server) NameOrganisation(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, defaults := s.mustFind(OrganisationDefaults, id)
	renamed := *defaults
	renamed.Name = name
	h.put(s.now(), &renamed)
}

// defaultWorkspaceAge is how old an organisation and its default workspace are
// when a Server starts: old enough for any rule about young objects, and for
// any staleness that a test asks for.
const defaultWorkspaceAge = 365 * 24 * time.Hour

func (s *Server) addOrganisation(name, adminKey string) string {
	id := s.uuid()
	s.organisations = append(s.organisations, id)
	s.keys[adminKey] = Key{Secret: adminKey, OrganisationID: id, Scopes: Scopes()}
	made := s.now().Add(-defaultWorkspaceAge).Truncate(time.Millisecond)
	s.addOwner(id, made)
	s.addUniversalLabels(id, made)
	t := s.tables[Workspaces]
	w := s.draft(t, id, nil, "Shared Team Workspace")
	w.CreatedAt, w.LastUpdatedAt, w.Fields["is_default"] = made, made, 1.0
	s.insert(t, w, made)
	t = s.tables[OrganisationDefaults]
	defaults := s.draft(t, id, nil, "")
	defaults.ID, defaults.Name, defaults.CreatedAt, defaults.LastUpdatedAt = id, name, made, made
	s.insert(t, defaults, made)
	return id
}

// Now is the server's time.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
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

var _ http.Handler = (*Server)(nil)
