package emulator

import "time"

// syncing is how far the gateway is with what the MCP server behind an object offers: an
// integration, or a server of one. Until it is synced there are no capabilities.
type syncing struct {
	// status is pending, synced or error, at when it became synced, and problem what was
	// wrong.
	status, problem string
	at              time.Time
}

// syncReads is how often an object is asked about before it is synced, unless Answers say
// otherwise.
const syncReads = 2

// sync is how far an object is. asked counts the question, as a read of metadata or
// capabilities is; a list is none.
func (s *Server) sync(o *Object, asked bool) syncing {
	if asked {
		s.syncAsked[o.ID]++
	}
	due := o.CreatedAt.Add(s.answers.SyncTakes)
	switch {
	case s.answers.SyncError != "":
		return syncing{status: "error", problem: s.answers.SyncError}
	case s.answers.SyncTakes > 0 && s.now().Before(due), s.answers.SyncTakes == 0 && !s.answers.SyncedAtOnce && s.syncAsked[o.ID] <= syncReads:
		return syncing{status: "pending"}
	default:
		return syncing{status: "synced", at: due}
	}
}

// syncAnswer is what is known of the MCP server behind an object: nothing but the status
// until it is synced.
func (s *Server) syncAnswer(o *Object) map[string]any {
	now := s.sync(o, false)
	answer := map[string]any{"sync_status": now.status, "sync_error": orNil(now.problem, len(now.problem))}
	for _, name := range []string{
		"server_name", "server_version", "protocol_version", "capability_flags", "instructions", "last_synced_at", "title", "description", "icons", "website_url",
	} {
		answer[name] = nil
	}
	if now.status == "synced" {
		answer["server_name"], answer["server_version"], answer["protocol_version"] = "mcp-"+o.Slug, "1.4.0", "2025-06-18"
		answer["capability_flags"] = map[string]any{"tools": map[string]any{"listChanged": true}, "prompts": map[string]any{}, "resources": map[string]any{}}
		answer["title"], answer["instructions"] = o.Name, "Use the tools of "+o.Name+"."
		answer["last_synced_at"] = s.timestamp(now.at)
	}
	return answer
}

func readMetadata(c *call, _ *history, o *Object) (any, error) {
	c.sync(o, true)
	return c.syncAnswer(o), nil
}
