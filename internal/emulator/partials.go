package emulator

// partials: documented. The list has no pages, and the envelope of others (the
// vendor's provider and SDKs decode it; see Answers.BareArrays).
func partials() *table {
	return &table{
		noun: Partials, path: "prompts/partials", scopes: []string{"prompts"},
		slug: "pl", length: 10, byID: true, bySlug: true, inside: true,
		most: 100, unpaged: true, detail: []string{"string"}, absent: notFound,
		fresh: map[string]any{"string": "", "version": 1.0, "version_description": nil, "prompt_partial_version_status": "active"},
		draft: func(s *Server, o *Object) {
			o.Fields["collection_id"], o.Fields["prompt_partial_version_id"] = s.uuid(), s.uuid()
		},
		bareArray: true,
	}
}
