package tfkit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateState is the part of a request or a response of the framework.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Note keeps a text under a key of private state, which holds JSON; "" removes it.
func Note(ctx context.Context, private PrivateState, key, text string) diag.Diagnostics {
	if text == "" {
		return private.SetKey(ctx, key, nil)
	}
	note, _ := json.Marshal(text) // strings always marshal
	return private.SetKey(ctx, key, note)
}

// Noted is what [Note] keeps under a key; "" where there is nothing.
func Noted(ctx context.Context, private PrivateState, key string) string {
	var text string
	note, _ := private.GetKey(ctx, key) // fails for reserved keys only
	_ = json.Unmarshal(note, &text)     // there may be none
	return text
}

// seenKey is the private-state key under which [NoteSeen] notes the time.
const seenKey = "seen"

// NoteSeen notes when something was first seen, for what belongs to an object and does not
// show how old that is: only of what is not young does absence from a list prove anything.
func NoteSeen(ctx context.Context, noted, private PrivateState, now time.Time) diag.Diagnostics {
	if NotedSeen(ctx, noted) != "" {
		return nil
	}
	return Note(ctx, private, seenKey, now.UTC().Format(time.RFC3339))
}

// NotedSeen is what [NoteSeen] noted (RFC 3339); "" where it did not.
func NotedSeen(ctx context.Context, private PrivateState) string { return Noted(ctx, private, seenKey) }
