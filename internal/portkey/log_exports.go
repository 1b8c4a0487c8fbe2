package portkey

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// LogExportWords are what messages call an export of logs.
var LogExportWords = Words{One: "log export", Many: "log exports", Rights: "scopes logs.list, logs.view and logs.export"}

// MostLogs is how many rows an export has at most (documented).
const MostLogs = 50_000

// LogExport is an export of logs: a job, which is started after it was created, and can't
// be deleted.
type LogExport struct {
	ID            Opt[string]          `json:"id,omitzero"`
	WorkspaceID   Opt[string]          `json:"workspace_id,omitzero"`
	Description   Opt[string]          `json:"description,omitzero"`
	Status        Opt[string]          `json:"status,omitzero"`
	RequestedData Opt[[]string]        `json:"requested_data,omitzero"`
	Filters       Opt[json.RawMessage] `json:"filters,omitzero"`
	TotalRecords  Opt[Number]          `json:"total_records,omitzero"`
	CreatedBy     Opt[string]          `json:"created_by,omitzero"`
	CreatedAt     Opt[string]          `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string]          `json:"last_updated_at,omitzero"`
}

// LogExportCreate is the body of a POST. The workspace is named by its slug: an id is
// accepted, and matches no logs (seen).
type LogExportCreate struct {
	WorkspaceSlug string         `json:"workspace_id"`
	Description   string         `json:"description"`
	Filters       map[string]any `json:"filters"`
	RequestedData []string       `json:"requested_data"`
}

// LogExports lists the exports of a workspace, by its slug: its id answers 500 (seen).
func (c *Client) LogExports(ctx context.Context, workspaceSlug string) ([]LogExport, error) {
	query := url.Values{"workspace_id": {workspaceSlug}}
	all, err := readPages(ctx, c, exportsPath(), query, pageParameters{}, func(e LogExport) string { return e.ID.Or("") })
	return all.items, err
}

// LogExport reads one.
func (c *Client) LogExport(ctx context.Context, id string) (LogExport, error) {
	var got LogExport
	_, err := c.get(ctx, exportsPath(id), nil, &got)
	return got, err
}

// CreateLogExport creates a draft, and returns how many requests match. It is sent once: an
// export can't be deleted.
func (c *Client) CreateLogExport(ctx context.Context, body LogExportCreate) (id string, matches int, err error) {
	var created struct {
		ID    string `json:"id"`
		Total Number `json:"total"`
	}
	_, err = c.call(ctx, request{method: http.MethodPost, path: exportsPath(), body: body, sendOnce: true}, &created)
	return created.ID, int(created.Total), err
}

// StartLogExport starts a draft.
func (c *Client) StartLogExport(ctx context.Context, id string) error {
	_, err := c.do(ctx, request{method: http.MethodPost, path: exportsPath(id, "start"), body: struct{}{}, sendOnce: true})
	return err
}

// IsOver reports whether an export will not change any more.
func (e LogExport) IsOver() bool {
	return !slices.Contains([]string{"", "draft", "in_progress"}, e.Status.Or(""))
}

// AwaitLogExport reads an export until it is over, or until a time has passed: then it
// returns the export as it was last. seen is called with the status of each read.
func (c *Client) AwaitLogExport(ctx context.Context, id string, atMost time.Duration, seen func(status string)) (LogExport, error) {
	deadline := time.Now().Add(atMost)
	for wait := c.opts.Waits.ExportPause; ; wait = min(2*wait, maxExportPause) {
		got, err := c.LogExport(ctx, id)
		if err != nil || got.IsOver() {
			return got, err
		}
		seen(got.Status.Or(""))
		if time.Now().Add(wait).After(deadline) {
			return got, nil
		}
		if err := pause(ctx, wait); err != nil {
			return got, err
		}
	}
}

// maxExportPause is the longest time between two reads of an export.
const maxExportPause = 15 * time.Second

func exportsPath(below ...string) []string { return append([]string{"logs", "exports"}, below...) }
