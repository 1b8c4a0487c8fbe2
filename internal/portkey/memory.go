package portkey

import (
	"context"
	"sync"
)

// memory is what a client knows of the writes of its process: which objects it
// made, so that none is adopted twice; which names its creates hold; and which
// objects it wrote, since lists and authorisation are cached and prove nothing
// of those. Names are those of workspaces; another kind of object puts its own in
// front of them, or a name of one kind would pass for taken in the other. The zero
// memory is ready for use.
type memory struct {
	mu      sync.Mutex
	made    map[string]string // id → display name; "" once that may have changed
	written map[string]bool   // by id
	posting map[string]int    // by display name: creates between their look and their answer
	looking map[string]int    // by display name: creates of unknown outcome
	locks   map[string]lock

	// census is what proofs of absence share.
	census shared[census]
}

func (m *memory) open() (closed func()) {
	m.mu.Lock()
	if m.made == nil {
		m.made = map[string]string{}
		m.written = map[string]bool{}
		m.posting = map[string]int{}
		m.looking = map[string]int{}
		m.locks = map[string]lock{}
	}
	return m.mu.Unlock
}

// lock waits until no other edit of id runs.
func (m *memory) lock(ctx context.Context, id string) (unlock func(), err error) {
	done := m.open()
	held, ok := m.locks[id]
	if !ok {
		held = newLock()
		m.locks[id] = held
	}
	done()
	return held.release, held.acquire(ctx)
}

// reserve keeps other creates from taking a name, until release. It is refused
// while another create holds the name, unless that is allowed.
func (m *memory) reserve(name string, allowDuplicate bool) bool {
	defer m.open()()
	if !allowDuplicate && m.posting[name]+m.looking[name] > 0 {
		return false
	}
	m.posting[name]++
	return true
}

// release ends a reservation. A create of unknown outcome still holds its name
// while it is looked for, until found is called.
func (m *memory) release(name string, unknownOutcome bool) {
	defer m.open()()
	m.posting[name] = max(0, m.posting[name]-1)
	if unknownOutcome {
		m.looking[name]++
	}
}

// found ends what release began for a create of unknown outcome.
func (m *memory) found(name string) {
	defer m.open()()
	m.looking[name] = max(0, m.looking[name]-1)
}

// claim remembers what a create was answered.
func (m *memory) claim(id, name string) {
	defer m.open()()
	m.made[id] = name
	m.written[id] = true
}

// adopt claims an id that was found. It is refused where another create has it,
// and while one of this name awaits its answer: the object may be that one's.
func (m *memory) adopt(id, name string) bool {
	defer m.open()()
	if _, claimed := m.made[id]; claimed || m.posting[name] > 0 {
		return false
	}
	m.made[id] = name
	m.written[id] = true
	return true
}

func (m *memory) isClaimed(id string) bool {
	defer m.open()()
	_, claimed := m.made[id]
	return claimed
}

// madeAs lists the ids that this process made under a name and did not write since.
func (m *memory) madeAs(name string) []string {
	defer m.open()()
	var all []string
	for id, as := range m.made {
		if as == name {
			all = append(all, id)
		}
	}
	return all
}

// wrote remembers that an object is edited or deleted by this process.
func (m *memory) wrote(id string) {
	defer m.open()()
	m.written[id] = true
	if _, made := m.made[id]; made {
		m.made[id] = ""
	}
}

func (m *memory) isWritten(id string) bool {
	defer m.open()()
	return m.written[id]
}
