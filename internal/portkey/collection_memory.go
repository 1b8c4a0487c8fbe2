package portkey

import (
	"context"
	"sync"
)

// memory is what the clients of one key remember of the writes of their process to
// one collection: which objects it created, so that none is adopted twice; which
// names its creates have reserved; and which objects it wrote, since lists and authorisation
// are cached on the server and prove nothing about those. The zero memory is ready
// for use.
type memory struct {
	mu        sync.Mutex
	created   map[string]string  // by id: the name as displayed; "" once that may have changed
	written   map[string]bool    // by id
	deleted   map[string]bool    // by id: deletes of unknown outcome that were then refused
	reserved  map[string]int     // by name: creates between their lookup and their answer
	searching map[string]int     // by name: creates of unknown outcome
	locks     map[string]lock    // by id
	renames   map[string]*rename // by id
}

// lock waits until no other edit of id runs.
func (m *memory) lock(ctx context.Context, id string) (unlock func(), err error) {
	m.mu.Lock()
	if m.locks == nil {
		m.locks = map[string]lock{}
	}
	held, ok := m.locks[id]
	if !ok {
		held = newLock()
		m.locks[id] = held
	}
	m.mu.Unlock()
	return held.release, held.acquire(ctx)
}

// reserve keeps other creates from taking a name, until release. It reports false
// while another create has the name, unless duplicates are allowed.
func (m *memory) reserve(name string, allowDuplicate bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !allowDuplicate && m.reserved[name]+m.searching[name] > 0 {
		return false
	}
	add(&m.reserved, name, 1)
	return true
}

// release ends a reservation. A create of unknown outcome keeps its name
// while it is looked for, until endSearch.
func (m *memory) release(name string, unknownOutcome bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	add(&m.reserved, name, -1)
	if unknownOutcome {
		add(&m.searching, name, 1)
	}
}

// endSearch ends what release began for a create of unknown outcome, whether or not
// the object was found.
func (m *memory) endSearch(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	add(&m.searching, name, -1)
}

// add counts, never below zero.
func add(counts *map[string]int, name string, n int) {
	if *counts == nil {
		*counts = map[string]int{}
	}
	(*counts)[name] = max(0, (*counts)[name]+n)
}

// claim remembers that a create of this process was answered with id.
func (m *memory) claim(id, name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(id, name)
}

// adopt claims an object that was found. It reports false where another create has
// it, and while one of this name awaits its answer: the object may be that one's.
func (m *memory) adopt(id, name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, claimed := m.created[id]; claimed || m.reserved[name] > 0 {
		return false
	}
	m.keep(id, name)
	return true
}

func (m *memory) keep(id, name string) {
	if m.created == nil {
		m.created = map[string]string{}
	}
	m.created[id] = name
	m.markWritten(id)
}

// disown forgets that this process created or deleted what had an id that a caller chooses:
// it is not there any more.
func (m *memory) disown(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.created, id)
	delete(m.deleted, id)
}

func (m *memory) isClaimed(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, claimed := m.created[id]
	return claimed
}

// createdAs lists the ids that this process created under a name and did not write
// since.
func (m *memory) createdAs(name string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for id, as := range m.created {
		if as == name {
			all = append(all, id)
		}
	}
	return all
}

// wrote remembers that this process edits or deletes an object.
func (m *memory) wrote(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.markWritten(id)
	if _, created := m.created[id]; created {
		m.created[id] = ""
	}
}

func (m *memory) markWritten(id string) {
	if m.written == nil {
		m.written = map[string]bool{}
	}
	m.written[id] = true
}

// unmarkWritten takes back that an object was written.
func (m *memory) unmarkWritten(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.written, id)
}

// markDeleted remembers that a delete of an object may have happened: it was there when
// the delete was sent.
func (m *memory) markDeleted(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.deleted == nil {
		m.deleted = map[string]bool{}
	}
	m.deleted[id] = true
}

func (m *memory) isDeleted(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.deleted[id]
}

func (m *memory) isWritten(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.written[id]
}
