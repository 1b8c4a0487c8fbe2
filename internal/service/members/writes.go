package members

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ownWrites are the recent writes of this resource, by the id of the user, as private
// state has them. Answers can lag behind a write: one that shows exactly what a write
// replaced is not an edit by somebody else.
type ownWrites map[string]*ownWrite

type ownWrite struct {
	// Became is the role that was written; empty where the member was removed.
	Became   string    `json:"became"`
	At       time.Time `json:"at"`
	Replaced []version `json:"replaced"`
}

// version is a member as an answer had it.
type version struct {
	Role      string `json:"role"`
	UpdatedAt string `json:"updated_at"`
}

const ownWritesKey = "own_writes"

func versionOf(one portkey.Member) version {
	return version{string(one.Role.Or("")), one.LastUpdatedAt.Or("")}
}

// readWrites reads the writes that are recent enough to matter.
func readWrites(ctx context.Context, now time.Time, private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
},
) ownWrites {
	writes := ownWrites{}
	stored, _ := private.GetKey(ctx, ownWritesKey) // fails for reserved keys only
	if err := json.Unmarshal(stored, &writes); err != nil {
		return ownWrites{}
	}
	for id, one := range writes {
		if !tfkit.IsRecent(one.At.Format(time.RFC3339), now) {
			delete(writes, id)
		}
	}
	return writes
}

// save writes them to private state.
func (w ownWrites) save(ctx context.Context, private tfkit.PrivateState) diag.Diagnostics {
	stored, _ := json.Marshal(w) // texts and times always marshal
	return private.SetKey(ctx, ownWritesKey, stored)
}

// add takes note of a write that replaced what an answer showed.
func (w ownWrites) add(replaced portkey.Member, became string, now time.Time) {
	id := replaced.ID.Or("")
	if w[id] == nil {
		w[id] = &ownWrite{}
	}
	w[id].Became, w[id].At = became, now
	w[id].Replaced = append(w[id].Replaced, versionOf(replaced))
}

// readd takes note that somebody who was removed was added again.
func (w ownWrites) readd(id, role string, now time.Time) {
	if w[id] != nil {
		w[id].Became, w[id].At = role, now
	}
}

// corrected are the members of an answer, with what the writes made of the versions that
// they replaced.
func (w ownWrites) corrected(live []portkey.Member) []portkey.Member {
	all := make([]portkey.Member, 0, len(live))
	for _, one := range live {
		written := w[one.ID.Or("")]
		if written != nil && slices.Contains(written.Replaced, versionOf(one)) {
			if written.Became == "" {
				continue
			}
			one.Role = portkey.Some(portkey.MemberRole(written.Became))
		}
		all = append(all, one)
	}
	return all
}
