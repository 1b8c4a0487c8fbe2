package emulator

// prompts: recorded, but for the 404 of an unknown one, which is documented.
// Answers lack the workspace.
func prompts() *table {
	return &table{
		noun: Prompts, path: "prompts", scopes: []string{"prompts"},
		slug: "pp", length: 10, byID: true, bySlug: true, inside: true,
		most: 100, detail: []string{"string", "parameters"}, absent: notFound,
	}
}
