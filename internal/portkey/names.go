package portkey

import (
	"context"
	"math"
	"time"
)

// freeNames answers from one whole list whether a name is free, where so many
// workspaces are made that this takes fewer requests than to look for each name.
// What holds:
//
//   - It only ever says that a name is free. A name that the list has is looked for
//     by a request of its own, which may find that it is free by now.
//   - The list is begun after the last edit or delete of this process has ended, and
//     after the last create of unknown outcome: these may have taken a name. What its
//     creates made is remembered elsewhere, see memory.madeAs.
//   - It is used for a minute. What somebody else makes of that name meanwhile is not
//     seen; between a look of its own and the create that is so for moments.
//   - It is read once as many names were looked for as it has pages, so that the
//     worst case is twice the requests of looking for each.
type freeNames struct {
	// turn is held by whoever looks at what follows, and while the list is read.
	turn lock

	looks int // how many names were looked for one by one
	pages int // of the list; 0 where that isn't known, above any number where it is not to be read
	taken map[string]bool
	at    time.Time
	edits int64 // the count of edits when the list was begun
}

// neverPaid is more pages than names are looked for.
const neverPaid = math.MaxInt

func newFreeNames() *freeNames { return &freeNames{turn: newLock()} }

// isFree reports whether the list shows that a display name is free. Where it
// reports false, nothing is known.
func (f *freeNames) isFree(ctx context.Context, c *Client, display string) bool {
	if f.turn.acquire(ctx) != nil {
		return false
	}
	defer f.turn.release()
	if f.taken == nil || time.Since(f.at) > maxSnapshotAge || c.edits.Load() != f.edits {
		f.taken = nil
		f.read(ctx, c)
	}
	if f.taken == nil {
		f.looks++
		return false
	}
	return !f.taken[display]
}

// read reads the list where that is paid for by the looks so far.
func (f *freeNames) read(ctx context.Context, c *Client) {
	if f.pages == 0 && f.looks >= alwaysAlone {
		f.pages = neverPaid
		first, _, err := readPage[Workspace](ctx, c, workspacesPath, nil, 0)
		if total, told := first.total.Get(); err == nil && told && len(first.items) > 0 {
			f.pages = int(total)/len(first.items) + 1
		}
	}
	if f.pages == 0 || f.looks < f.pages {
		return
	}
	f.looks = 0 // the next list has to be paid for too
	edits, began := c.edits.Load(), time.Now()
	all, err := c.listWorkspaces(ctx, WorkspaceFilter{})
	if err != nil || namesTold(all.items) != nil {
		f.pages = neverPaid
		return
	}
	f.taken, f.at, f.edits = make(map[string]bool, len(all.items)), began, edits
	for _, w := range all.items {
		f.taken[w.Display()] = true
	}
}
