package emulator

// partials: documented. The list has no pages, and the envelope of others (the
// vendor's provider and SDKs decode it; see Answers.BareArrays). Answers have no workspace.
// That what uses a partial keeps it from being deleted is not on record.
func partials() *table {
	t := &table{
		noun: Partials, path: "prompts/partials", scopes: []string{"prompts"}, verbs: []string{"publish"},
		slug: "pl", length: 10, byID: true, bySlug: true, inside: true,
		most: 100, unpaged: true, bareArray: true, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{"collection_id": isInCollection},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "workspace_id": {check: isText, fixed: true},
		},
		fresh:   map[string]any{"collection_id": nil},
		detail:  []string{"string", "version", "version_description", "prompt_partial_version_id", "prompt_partial_version_status"},
		created: []string{"id", "slug"},
	}
	t.versioned(&versioning{
		content: map[string]check{"string": isText},
		needed:  []string{"string"},
		fresh:   map[string]any{"string": nil}, sample: map[string]any{"string": "Hello"},
		number: "version", id: "prompt_partial_version_id", described: "version_description", status: "prompt_partial_version_status",
		row: partialVersionRow,
	})
	t.write, t.complete = t.writeInDefault, t.completeVersion
	return t
}

// isInCollection filters by the id or the slug of a collection.
func isInCollection(s *Server, o *Object, text string) bool {
	_, collection := s.stores[Collections].find(text)
	return collection != nil && collection.is(o.Fields["collection_id"])
}

// writeInDefault is writeVersion for what no body names a collection for: it is in the
// default one (assumed).
func (t *table) writeInDefault(s *Server, o *Object, body map[string]any, who by) error {
	if collection := s.defaultCollection(o.WorkspaceID); collection != nil && o.Fields["collection_id"] == nil {
		o.Fields["collection_id"] = collection.ID
	}
	return t.writeVersion(s, o, body, who)
}

// partialVersionRow is documented; that the number is one is seen.
func partialVersionRow(s *Server, o *Object, number int) map[string]any {
	v := o.versions[number-1]
	return map[string]any{
		"prompt_partial_id": o.ID, "prompt_partial_version_id": v.id, "slug": o.Slug, "version": float64(number), "string": v.fields["string"],
		"description": v.described, "created_at": s.timestamp(v.createdAt), "prompt_version_status": "active", "object": "partial",
	}
}
