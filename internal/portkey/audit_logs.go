package portkey

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
)

// AuditLogWords are what messages call the records of the audit log.
var AuditLogWords = Words{One: "audit record", Many: "audit records", Scopes: "audit_logs"}

// AuditRecord is one write that the audit log has.
type AuditRecord struct {
	Timestamp    Opt[string] `json:"timestamp,omitzero"`
	Method       Opt[string] `json:"method,omitzero"`
	URI          Opt[string] `json:"uri,omitzero"`
	RequestID    Opt[string] `json:"request_id,omitzero"`
	UserID       Opt[string] `json:"user_id,omitzero"`
	UserType     Opt[string] `json:"user_type,omitzero"`
	WorkspaceID  Opt[string] `json:"workspace_id,omitzero"`
	Status       Opt[Number] `json:"response_status_code,omitzero"`
	ResourceType Opt[string] `json:"resource_type,omitzero"`
	Action       Opt[string] `json:"action,omitzero"`
	ClientIP     Opt[string] `json:"client_ip,omitzero"`
	Country      Opt[string] `json:"country,omitzero"`

	// These may contain credentials in clear (seen of integrations).
	RequestBody    Opt[AuditText] `json:"request_body,omitzero"`
	QueryParams    Opt[AuditText] `json:"query_params,omitzero"`
	RequestHeaders Opt[AuditText] `json:"request_headers,omitzero"`
}

// AuditText is a part of a request, as text.
type AuditText struct{ Secret }

// UnmarshalJSON reads the text that is documented, or any other JSON as its text.
func (t *AuditText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		text = string(data)
	}
	t.Secret = NewSecret(text)
	return nil
}

// key differs between any two records: request_id alone may be empty.
func (r AuditRecord) key() string {
	parts := []string{"record"}
	for _, part := range []Opt[string]{r.Timestamp, r.RequestID, r.Method, r.URI, r.UserID, r.ClientIP} {
		parts = append(parts, part.Or(""))
	}
	return strings.Join(append(parts, r.RequestBody.Or(AuditText{}).Reveal()), "\n")
}

// AuditLogs reads the records of a window that a query selects, newest first: the newest
// limit ones, or all where it is 0. The query must not name the organisation, which the
// key implies: that answers 403 (seen), though it is documented as required.
func (c *Client) AuditLogs(ctx context.Context, query url.Values, limit int) ([]AuditRecord, error) {
	all, err := readPages(ctx, c, []string{"audit-logs"}, query, pageParameters{enough: limit}, AuditRecord.key)
	return all.items, err
}
