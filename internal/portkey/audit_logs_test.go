package portkey_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// A list of audit records ends with a short page: past the end, the total is 0.
func TestAuditLogs_pages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ count, limit, want, requests int }{
		{count: 0, want: 0, requests: 1},
		{count: 1, want: 1, requests: 1},
		{count: 100, want: 100, requests: 2},
		{count: 200, want: 200, requests: 3},
		{count: 250, want: 250, requests: 3},
		{count: 250, limit: 10, want: 10, requests: 1},
		{count: 250, limit: 100, want: 100, requests: 1},
		{count: 250, limit: 101, want: 101, requests: 2},
		{count: 50, limit: 300, want: 50, requests: 1},
	} {
		t.Run(fmt.Sprintf("%d of %d", test.limit, test.count), func(t *testing.T) {
			t.Parallel()
			until := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
			api := emulator.New()
			api.AddAuditRecords(test.count, until, nil)
			window := url.Values{"start_time": {"2026-11-29T00:00:00Z"}, "end_time": {"2026-11-30T00:00:00Z"}}
			got, err := clientOf(t, api, emulator.AdminKey).AuditLogs(t.Context(), window, test.limit)
			if err != nil || len(got) != test.want {
				t.Fatalf("got %d records, want %d: %v", len(got), test.want, err)
			}
			for i, record := range got {
				if want := fmt.Sprintf("request-%d", test.count-i); record.RequestID.Or("") != want {
					t.Fatalf("record %d is %s, want %s", i, record.RequestID.Or(""), want)
				}
			}
			requests := api.Requests()
			if len(requests) != test.requests {
				t.Errorf("%d requests, want %d", len(requests), test.requests)
			}
			for i, one := range requests {
				want := fmt.Sprintf("current_page=%d&end_time=2026-11-30T00%%3A00%%3A00Z&page_size=100&start_time=2026-11-29T00%%3A00%%3A00Z", i)
				if one.RawQuery != want {
					t.Errorf("asked for %s, want %s", one.RawQuery, want)
				}
			}
		})
	}
}

// What was logged while the list was read shifts its pages, and is no record twice.
func TestAuditLogs_growing(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	api := emulator.New()
	api.AddAuditRecords(150, until, nil)
	api.Fail(emulator.Fault{Path: "/audit-logs", When: emulator.After, Times: 1, Hook: func(*http.Request) {
		api.AddAuditRecords(1, until.Add(time.Minute), map[string]any{"uri": "/v1/labels"})
	}})
	window := url.Values{"start_time": {"2026-11-29T00:00:00Z"}, "end_time": {"2026-11-30T00:00:00Z"}}
	got, err := clientOf(t, api, emulator.AdminKey).AuditLogs(t.Context(), window, 0)
	if err != nil || len(got) != 150 {
		t.Errorf("got %d records: %v", len(got), err)
	}
}

// A body is shown by no message, whatever its form.
func TestAuditRecord_texts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{`"{\"key\":\"sk-1\"}"`: `{"key":"sk-1"}`, `{"key":"sk-1"}`: `{"key":"sk-1"}`, `null`: "", `""`: ""} {
		var got portkey.AuditRecord
		if err := json.Unmarshal([]byte(`{"request_body":`+in+`}`), &got); err != nil || got.RequestBody.Or(portkey.AuditText{}).Reveal() != want {
			t.Errorf("%s: got %q, %v", in, got.RequestBody.Or(portkey.AuditText{}).Reveal(), err)
		}
		if shown := fmt.Sprintf("%v %+v %#v", got, got, got.RequestBody); strings.Contains(shown, "sk-1") {
			t.Errorf("%s is shown: %s", in, shown)
		}
	}
}
