package portkey

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Pool creates clients that belong together: those of one base URL and one key
// share a pace, since the API counts their requests together, what is remembered
// of writes, and what is read of lists. Clients of different keys share nothing.
// The zero Pool is ready for use.
type Pool struct {
	mu   sync.Mutex
	keys map[poolKey]*keyState
}

type poolKey struct{ baseURL, apiKey string }

// keyState is what the clients of one base URL and one key have in common.
type keyState struct {
	pace *pace
	// rejectionReported is whether a 401 of the key was reported.
	rejectionReported atomic.Bool
	// writes counts the beginnings and the ends of writes, of whatever noun: a write to
	// one may change what the list of another one shows.
	writes atomic.Int64

	// lookup is taken by a lookup of a workspace: of many, most are answered from one list.
	lookup lock

	mu           sync.Mutex
	shared       map[string]any       // by the address of a collection, its *shared
	workspaceIDs map[string]string    // by slug
	integrations map[string]idAndSlug // by their path, and id or slug
	groupNames   map[string]string    // of SCIM groups, by id
	collections  map[string]homedRef  // of prompts, by id and by slug
	slugs        map[string]string    // of what something else names by id
	learned      []string             // the forms of secrets that answers contained
}

type (
	idAndSlug = struct{ ID, Slug string }
	homedRef  = struct{ ID, Slug, WorkspaceID string }
)

// sharedOf is what the clients of a key remember of a collection.
func sharedOf[T Object](s *keyState, n noun[T]) *shared[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.shared[n.address()].(*shared[T]); ok {
		return known
	}
	first := new(shared[T])
	first.cache = newCache(n, first.memory.isWritten, s.writes.Load, first.edits.Load)
	s.shared[n.address()] = first
	return first
}

// stateOf is what a client shares. The lowest rate limit that any of them sets
// applies to all.
func (p *Pool) stateOf(opts Options) *keyState {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys == nil {
		p.keys = map[poolKey]*keyState{}
	}
	key := poolKey{opts.BaseURL, strings.TrimSpace(opts.APIKey)}
	all, ok := p.keys[key]
	if !ok {
		all = &keyState{
			pace:   &pace{turn: newLock(), base: max(2*opts.Waits.RetryMin, time.Microsecond)},
			lookup: newLock(),
			shared: map[string]any{}, workspaceIDs: map[string]string{}, integrations: map[string]idAndSlug{}, groupNames: map[string]string{},
			collections: map[string]homedRef{}, slugs: map[string]string{},
		}
		p.keys[key] = all
	}
	all.pace.mu.Lock()
	defer all.pace.mu.Unlock()
	if most := opts.MaxRequestsPerSecond; most > 0 && (all.pace.ceiling == 0 || most < all.pace.ceiling) {
		all.pace.ceiling = most
	}
	return all
}
