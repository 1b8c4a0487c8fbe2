package portkey

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// object is a thing of the fake control plane, as its JSON.
type object map[string]any

// errReset stands for a connection that was closed without an answer.
var errReset = errors.New("connection reset by peer")

// plane is a control plane in memory, as small as the tests of the verbs need
// it. It is a RoundTripper, so that tests can run in a synctest bubble: there
// all the waits are those that users get, and take no time.
type plane struct {
	mu         sync.Mutex
	workspaces []object            // newest first, as the API lists them
	contents   map[string][]object // by the path of their list
	requests   []string            // method, path and query
	bodies     []string            // of writes, with method and path
	made       int

	// on may answer a request itself: ok is false where it leaves that to the plane.
	// It is called without the lock.
	on func(r *http.Request) (status int, body string, err error, ok bool)
	// after may take back the answer to a request that had its effect.
	after func(r *http.Request) error
	// max is the server's own maximum of a page.
	max int
	// blind makes the lists of what workspaces contain ignore workspace_id.
	blind bool
	// dateless leaves the Date header out.
	dateless bool
}

const (
	defaultID = "00000000-0000-4000-8000-000000000000"
	acmeID    = "aaaaaaaa-0000-4000-8000-000000000000"
)

func newPlane(workspaces ...object) *plane {
	home := object{
		"id": defaultID, "slug": "ws-shared-000000", "name": "Shared Team Workspace",
		"is_default": 1, "organisation_id": acmeID, "created_at": "1999-01-01T00:00:00.000Z",
	}
	return &plane{workspaces: append(workspaces, home), contents: map[string][]object{}, max: 100}
}

func workspace(n int, name string) object {
	return object{
		"id":              fmt.Sprintf("%08d-0000-4000-8000-000000000000", n),
		"slug":            fmt.Sprintf("ws-%06d", n),
		"name":            name,
		"organisation_id": acmeID,
		"created_at":      "1999-06-01T00:00:00.000Z",
		"last_updated_at": "1999-06-01T00:00:00.000Z",
	}
}

func (o object) with(key string, value any) object { o[key] = value; return o }
func (o object) text(key string) string            { s, _ := o[key].(string); return s }

// workspaceCreation is a create of a workspace.
type workspaceCreation = Creation[Workspace, WorkspaceCreate, WorkspaceUpdate]

// prepare prepares a create whose body doesn't depend on the clock.
func prepare(ctx context.Context, c *Client, body WorkspaceCreate, allowDuplicate bool) (*workspaceCreation, error) {
	return NewWorkspaces(c).PrepareCreate(ctx, func(time.Time) WorkspaceCreate { return body }, allowDuplicate)
}

// post sends a create whose name was not looked up.
func post(ctx context.Context, c *Client, body WorkspaceCreate) (Workspace, error) {
	create := workspaceCreation{in: NewWorkspaces(c), want: body.identity(), body: func(time.Time) WorkspaceCreate { return body }}
	return create.Post(ctx)
}

// client creates a client of the plane, with the waits that users get.
func (p *plane) client(t testing.TB) *Client {
	t.Helper()
	c, err := New(Options{APIKey: "key", Transport: p})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// RoundTrip answers a request.
func (p *plane) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/v1")
	p.mu.Lock()
	p.requests = append(p.requests, strings.TrimSuffix(r.Method+" "+path+"?"+r.URL.RawQuery, "?"))
	if r.Method != http.MethodGet {
		p.bodies = append(p.bodies, strings.TrimSpace(r.Method+" "+path+" "+string(sent)))
	}
	p.mu.Unlock()
	r.Body = io.NopCloser(bytes.NewReader(sent))
	status, body := 0, ""
	if p.on != nil {
		s, b, err, ok := p.on(r)
		if err != nil {
			return nil, err
		}
		if ok {
			status, body = s, b
		}
	}
	if status == 0 {
		status, body = p.serve(r, path, sent)
		if p.after != nil {
			if err := p.after(r); err != nil {
				return nil, err
			}
		}
	}
	answer := &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}
	if !p.dateless {
		answer.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	return answer, nil
}

const refused = `{"success":false,"data":{"message":"You do not have enough permissions to execute this request","errorCode":"AB03"}}`

func (p *plane) serve(r *http.Request, path string, sent []byte) (int, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	elements := strings.Split(strings.Trim(path, "/"), "/")
	if elements[0] == "admin" {
		return p.serveWorkspace(r, elements[2:], sent)
	}
	kindPath, id := elements[0], ""
	switch rest := elements[1:]; {
	case len(rest) > 0 && rest[0] == "partials":
		kindPath += "/partials"
		id = strings.Join(rest[1:], "/")
	default:
		id = strings.Join(rest, "/")
	}
	asked := r.URL.Query().Get("workspace_id")
	if id == "" {
		var some []object
		for _, o := range p.contents[kindPath] {
			if p.blind || o.text("in") == asked {
				some = append(some, o)
			}
		}
		return p.page(r, some, kindPath == "prompts/partials")
	}
	for i, o := range p.contents[kindPath] {
		if id != o.text("id") && id != o.text("slug") || kindPath == "providers" && o.text("in") != asked {
			continue
		}
		if r.Method == http.MethodDelete {
			p.contents[kindPath] = slices.Delete(p.contents[kindPath], i, i+1)
			return http.StatusOK, "{}"
		}
		return http.StatusOK, answerOf(o, "alone")
	}
	return http.StatusForbidden, refused
}

func (p *plane) serveWorkspace(r *http.Request, rest []string, sent []byte) (int, string) {
	var body object
	if len(sent) > 0 && json.Unmarshal(sent, &body) != nil {
		return http.StatusBadRequest, "{}"
	}
	if len(rest) == 0 && r.Method == http.MethodPost {
		p.made++
		made := workspace(900000+p.made, body.text("name"))
		for key, value := range body {
			made[key] = value
		}
		p.workspaces = slices.Insert(p.workspaces, 0, made)
		return http.StatusOK, answerOf(made, "")
	}
	if len(rest) == 0 {
		return p.page(r, p.filtered(r), false)
	}
	for _, w := range p.workspaces {
		if w.text("id") != rest[0] && w.text("slug") != rest[0] || w.text("status") == "archived" {
			continue
		}
		switch r.Method {
		case http.MethodPut:
			for key, value := range body {
				w[key] = value
			}
			w["last_updated_at"] = fmt.Sprintf("2000-01-01T00:00:00.%03dZ", len(p.bodies))
			return http.StatusOK, "{}"
		case http.MethodDelete:
			w["status"] = "archived"
			return http.StatusOK, ""
		}
		return http.StatusOK, answerOf(w, "")
	}
	return http.StatusForbidden, refused
}

func (p *plane) filtered(r *http.Request) []object {
	query := r.URL.Query()
	status := strings.Split(cmp.Or(query.Get("status"), "active"), ",")
	var some []object
	for _, w := range p.workspaces {
		if !slices.Contains(status, cmp.Or(w.text("status"), "active")) ||
			query.Get("exact_name") != "" && query.Get("exact_name") != w.text("name") ||
			!strings.Contains(w.text("name"), query.Get("name")) {
			continue
		}
		listed := object{"status": "active"}
		for key, value := range w {
			if key != "organisation_id" {
				listed[key] = value
			}
		}
		some = append(some, listed)
	}
	return some
}

func (p *plane) page(r *http.Request, all []object, bare bool) (int, string) {
	size, _ := strconv.Atoi(r.URL.Query().Get("page_size"))
	number, _ := strconv.Atoi(r.URL.Query().Get("current_page"))
	size = min(size, p.max)
	from := min(size*number, len(all))
	items := []json.RawMessage{}
	for _, o := range all[from:min(from+size, len(all))] {
		items = append(items, json.RawMessage(answerOf(o, "listed")))
	}
	if bare {
		return http.StatusOK, mustJSON(items)
	}
	return http.StatusOK, mustJSON(object{"object": "list", "total": len(all), "data": items})
}

// answerOf is an object without what it has on its own visibility: "in" is the
// workspace that contains it, "reports" where it is returned ("listed", "alone" or both).
func answerOf(o object, where string) string {
	shown := object{}
	for key, value := range o {
		if key != "in" && key != "reports" {
			shown[key] = value
		}
	}
	if where != "" && strings.Contains(o.text("reports"), where) {
		shown["workspace_id"] = o["in"]
	}
	return mustJSON(shown)
}

func mustJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// asked counts the requests that start so.
func (p *plane) asked(prefix string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, r := range p.requests {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

// answering returns an on that answers requests that start so, and leaves the rest.
func answering(method, path string, status int, body string) func(*http.Request) (int, string, error, bool) {
	return func(r *http.Request) (int, string, error, bool) {
		ok := r.Method == method && strings.HasPrefix(r.URL.Path, "/v1"+path)
		return status, body, nil, ok
	}
}
