package emulator

// partials: documented, with a list that is a bare array without pages.
func partials() *table {
	return &table{
		noun: Partials, path: "prompts/partials", scopes: []string{"prompts"},
		slug: "pl", length: 10, byID: true, bySlug: true, inside: true,
		most: 100, unpaged: true, detail: []string{"string"}, absent: notFound,
		envelope: func(data []any, _ int) any { return data },
	}
}
