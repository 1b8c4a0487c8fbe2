package emulator

// providers: recorded for virtual keys, which are the same rows. Each workspace
// has its own, so that a slug is that of several, and a key of the organisation
// has to name the workspace (verified by the vendor). Only the list returns it. What
// an unknown one answers is assumed.
func providers() *table {
	return &table{
		noun: Providers, path: "providers", scopes: []string{"providers"},
		length: 20, bySlug: true, mayLackID: true, inside: true, named: true, listsHome: true, unstamped: true,
		page: 50, most: 100, absent: noRights,
		fresh: map[string]any{
			"note": nil, "usage_limits": nil, "rate_limits": nil, "expires_at": nil, "last_reset_at": nil, "tags": nil,
		},
	}
}
