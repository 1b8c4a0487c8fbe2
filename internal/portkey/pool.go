package portkey

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Pool makes clients that belong together: those of one base URL and one key
// share a pace, since the API counts their requests together, what is remembered
// of writes, and what is read of lists. Clients of different keys share nothing.
// The zero Pool is ready for use.
type Pool struct {
	mu     sync.Mutex
	shares map[poolKey]*shares
}

type poolKey struct{ baseURL, apiKey string }

// shares is what the clients of one base URL and one key have in common.
type shares struct {
	pace       *pace
	memory     memory
	workspaces *snapshot[Workspace]
	names      *freeNames
	// writes counts the beginnings and the ends of writes; edits those of writes
	// that are no creates, and the creates of unknown outcome.
	writes, edits atomic.Int64
}

// sharesOf is what a client shares. The lowest ceiling of its sharers holds.
func (p *Pool) sharesOf(cfg Config) *shares {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shares == nil {
		p.shares = map[poolKey]*shares{}
	}
	key := poolKey{cfg.BaseURL, strings.TrimSpace(cfg.APIKey)}
	all, ok := p.shares[key]
	if !ok {
		all = &shares{pace: &pace{turn: newLock(), base: max(2*cfg.Waits.RetryMin, time.Microsecond)}}
		all.workspaces = newSnapshot(workspacesPath, workspaceIDs, completeWorkspace)
		all.names = newFreeNames()
		p.shares[key] = all
	}
	all.pace.mu.Lock()
	defer all.pace.mu.Unlock()
	if most := cfg.MaxRequestsPerSecond; most > 0 && (all.pace.ceiling == 0 || most < all.pace.ceiling) {
		all.pace.ceiling = most
	}
	return all
}
