package tfkit

import (
	"context"
	"encoding/json"

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
