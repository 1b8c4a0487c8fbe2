package emulator

// providers: recorded. Each workspace has its own, so that a slug is that of
// several, and a key of the organisation has to name the workspace (verified by
// the vendor). Answers have no id. What an unknown one answers is assumed.
func providers() *table {
	return &table{
		noun: Providers, path: "providers", scopes: []string{"providers"},
		length: 20, bySlug: true, noID: true, inside: true, named: true,
		page: 50, most: 100, absent: noRights,
	}
}
