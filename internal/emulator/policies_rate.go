package emulator

// ratePolicies: documented. The description is answered, and nothing writes it.
func ratePolicies() *table {
	t := policies(RatePolicies, "policies/rate-limits")
	t.filters["unit"] = func(_ *Server, o *Object, text string) bool { return o.text("unit") == text }
	t.fields["type"] = field{check: oneOf("requests", "tokens"), required: true, fixed: true}
	t.fields["unit"] = field{check: oneOf("rpm", "rph", "rpd", "rpw"), required: true}
	t.fields["value"] = field{check: isAmount, required: true}
	t.fields["target"] = field{check: oneOf("llm", "mcp_tools"), fixed: true}
	t.fresh["type"], t.fresh["unit"], t.fresh["value"], t.fresh["target"] = "requests", "rpm", 100.0, "llm"
	t.write = func(s *Server, o *Object, body map[string]any, _ by) error { return s.writePolicyKeys(o, body) }
	t.complete = func(s *Server, _ *Object, answer map[string]any) {
		s.showUnset(answer, map[string]any{"description": ""})
		s.completePolicy(answer)
	}
	return t
}
