package portkey

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// shelf is an API with objects of one noun, as small as the verbs of a
// collection need it. Its workspace and its organisation can be read.
type shelf struct {
	list    string   // the path of the list
	posts   string   // the path of the POST
	id      string   // the key of what a path names an object by
	names   string   // what an import of the object that is created takes
	returns []string // the keys that the answer to a POST has
	hides   string   // a key that a read of one object lacks
	in      string   // the workspace_id that a list must be asked for; it is no filter here
	named   string   // the filter for names that a list may be asked for; it is none here either
	scim    bool     // the list has the parameters and the envelope of SCIM
	alone   bool     // no path reads one object
	items   []object // newest first
	sent    []string // writes
	lose    bool     // the answers to POSTs and DELETEs
	drop    bool     // the next POST itself
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	var body object
	if r.Method != http.MethodGet {
		var text []byte
		if r.Body != nil {
			text, _ = io.ReadAll(r.Body)
		}
		s.sent = append(s.sent, strings.TrimSpace(r.Method+" "+path+" "+string(text)))
		_ = json.Unmarshal(text, &body)
	}
	status, answer := http.StatusForbidden, refused
	id, single := strings.CutPrefix(path, s.list+"/")
	at := slices.IndexFunc(s.items, func(o object) bool { return o.text(s.id) == id })
	switch {
	case r.Method == http.MethodPost && path == s.posts:
		if s.drop {
			return nil, errReset
		}
		created := object{"id": "uuid-1", "slug": "slug-1", "name": body["name"], "created_at": "1999-06-01T00:00:00Z", "last_updated_at": "1999-06-01T00:00:00Z"}
		s.items = slices.Insert(s.items, 0, created)
		if s.lose {
			return nil, errReset
		}
		shown := object{"key": "secret"}
		for _, key := range s.returns {
			shown[key] = created[key]
		}
		status, answer = http.StatusOK, mustJSON(shown)
	case path == s.list && !s.takes(r.URL.Query()):
		status, answer = http.StatusBadRequest, "{}"
	case path == s.list && s.scim:
		status, answer = http.StatusOK, mustJSON(object{"total_count": len(s.items), "mappings": s.items})
	case path == s.list:
		status, answer = http.StatusOK, mustJSON(object{"total": len(s.items), "data": s.items})
	case single && at >= 0 && r.Method == http.MethodPut:
		s.items[at] = s.items[at].with("last_updated_at", "2000-01-01T00:00:00Z")
		status, answer = http.StatusOK, "{}"
	case single && at >= 0 && r.Method == http.MethodDelete:
		s.items = slices.Delete(s.items, at, at+1)
		if s.lose {
			return nil, errReset
		}
		status, answer = http.StatusOK, "{}"
	case single && s.alone:
		status = http.StatusNotFound
	case single && at >= 0:
		shown := maps.Clone(s.items[at])
		delete(shown, s.hides)
		status, answer = http.StatusOK, mustJSON(shown)
	case path == "admin/workspaces": // the default workspace alone
		status, answer = http.StatusOK, `{"total":1,"data":[{"id":"home","name":"Home","is_default":1}]}`
	case strings.HasPrefix(path, "admin/workspaces/") && !strings.HasPrefix(path, s.list):
		status, answer = http.StatusOK, `{"id":"home","name":"Home","organisation_id":"acme"}`
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}},
		Body: io.NopCloser(strings.NewReader(answer)), Request: r,
	}, nil
}

// takes reports whether a list knows all that it is asked for.
func (s *shelf) takes(query url.Values) bool {
	page := "current_page"
	if s.scim {
		page = "page"
	}
	for name := range query {
		if name != "workspace_id" && name != "page_size" && name != page && (name == "" || name != s.named) {
			return false
		}
	}
	return query.Get("workspace_id") == s.in
}

// sample is an object of a noun that there is not, and sampleBody the body of a write.
type (
	sample struct {
		ID            Opt[string] `json:"id"`
		Slug          Opt[string] `json:"slug"`
		Name          Opt[string] `json:"name"`
		CreatedAt     Opt[string] `json:"created_at"`
		LastUpdatedAt Opt[string] `json:"last_updated_at"`
	}
	sampleBody struct {
		Name string   `json:"name"`
		want identity // but for the name
	}
)

func (t sample) facts() facts {
	return facts{
		ids: present(t.ID, t.Slug), slug: t.Slug.Or(""), names: present(t.Name),
		createdAt: t.CreatedAt.Or(""), updatedAt: t.LastUpdatedAt.Or(""),
	}
}

func (b sampleBody) identity() identity { b.want.name = b.Name; return b.want }

// contract verifies what every collection promises, whatever its API is like.
func contract[T Object, D CreateBody, U any](t *testing.T, shelved shelf, open func(*Client) *Collection[T, D, U], body D, update U, parentID string) {
	t.Helper()
	again := func(t *testing.T, s *shelf) *Collection[T, D, U] {
		t.Helper()
		c, err := New(Options{APIKey: "key", Transport: s, MaxRetries: 1})
		if err != nil {
			t.Fatal(err)
		}
		return open(c)
	}
	prepared := func(t *testing.T, all *Collection[T, D, U]) *Creation[T, D, U] {
		t.Helper()
		create, err := all.PrepareCreate(t.Context(), func(time.Time) D { return body }, false)
		if err != nil {
			t.Fatal(err)
		}
		return create
	}
	run := func(name string, test func(t *testing.T, s *shelf, all *Collection[T, D, U])) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := shelved
				test(t, &s, again(t, &s))
			})
		})
	}
	run("created once, and then its name is taken", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		create := prepared(t, all)
		if _, err := create.Post(t.Context()); err != nil || len(s.sent) != 1 {
			t.Fatalf("got %v, %v", s.sent, err)
		}
		if _, err := create.Post(t.Context()); err == nil || len(s.sent) != 1 {
			t.Errorf("sent twice: %v, %v", s.sent, err)
		}
		if _, err := create.Find(t.Context(), func(T) bool { return true }); err == nil {
			t.Error("what is not missing is looked for")
		}
		var taken *TakenError
		_, err := all.PrepareCreate(t.Context(), func(time.Time) D { return body }, false)
		if !errors.As(err, &taken) || !taken.MadeHere || len(taken.Candidates) != 1 {
			t.Errorf("got %v", err)
		}
		_, err = again(t, s).PrepareCreate(t.Context(), func(time.Time) D { return body }, false)
		if !errors.As(err, &taken) || taken.MadeHere || len(taken.Candidates) != 1 || taken.Candidates[0].Import != s.names {
			t.Errorf("another process: got %v, %+v", err, taken)
		}
	})
	run("found by its id and by its name", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		if _, err := prepared(t, all).Post(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := s.items[0].text(s.id)
		if got, err := all.FindByID(t.Context(), id); err != nil || idOf(got) != id {
			t.Errorf("by id: got %q, %v", idOf(got), err)
		}
		if got, err := all.FindByName(t.Context(), body.identity().name); err != nil || idOf(got) != id {
			t.Errorf("by name: got %q, %v", idOf(got), err)
		}
		if _, err := all.FindByName(t.Context(), "another"); !errors.As(err, new(*NotFoundError)) {
			t.Errorf("another name: got %v", err)
		}
	})
	run("a lost answer is found", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		create := prepared(t, all)
		s.lose = true
		if _, err := create.Post(t.Context()); !IsUnknownOutcome(err) {
			t.Fatalf("got %v", err)
		}
		got, err := create.Find(t.Context(), func(T) bool { return true })
		if err != nil || idOf(got) == "" || len(s.sent) != 1 {
			t.Errorf("got %q, %v, %v", idOf(got), s.sent, err)
		}
	})
	run("a lost request is reported", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		create := prepared(t, all)
		s.drop = true
		if _, err := create.Post(t.Context()); !IsUnknownOutcome(err) {
			t.Fatalf("got %v", err)
		}
		var unknown *UnknownOutcomeError
		if _, err := create.Find(t.Context(), func(T) bool { return true }); !errors.As(err, &unknown) || len(unknown.Candidates) > 0 || len(s.sent) != 1 {
			t.Errorf("got %v, %v", s.sent, err)
		}
	})
	run("a delete whose answer is lost is proven", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		if _, err := prepared(t, all).Post(t.Context()); err != nil {
			t.Fatal(err)
		}
		ref := Ref{ID: s.items[0].text(s.id), Parent: parentID, CreatedAt: time.Now().Format(time.RFC3339)}
		s.lose = true
		if err := all.Delete(t.Context(), ref.ID, nil); !IsRefused(err) {
			t.Fatalf("got %v", err)
		}
		if gone := all.ProveGone(t.Context(), ref); !gone.Proven {
			t.Errorf("got %+v", gone)
		}
		if gone := again(t, s).ProveGone(t.Context(), ref); gone.Proven {
			t.Errorf("to another process it is young: %+v", gone)
		}
	})
	run("edited from a live read, deleted, proven gone to another process", func(t *testing.T, s *shelf, all *Collection[T, D, U]) {
		if _, err := prepared(t, all).Post(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := s.items[0].text(s.id)
		back, err := all.Edit(t.Context(), id, func(live T) ([]U, error) {
			if !live.facts().isAt(id) {
				t.Errorf("read %q", live.facts().ids)
			}
			return []U{update}, nil
		})
		if err != nil || back.facts().updatedAt != "2000-01-01T00:00:00Z" || len(s.sent) != 2 {
			t.Errorf("got %+v, %v, %v", back.facts(), s.sent, err)
		}
		ref := Ref{ID: id, Name: body.identity().name, Parent: parentID, CreatedAt: "1999-06-01T00:00:00Z"}
		prove := func(all *Collection[T, D, U], ref Ref, proven bool, seen string) {
			t.Helper()
			if gone := all.ProveGone(t.Context(), ref); gone.Proven != proven || !strings.Contains(gone.Seen, seen) {
				t.Errorf("got %+v, want %t and %q", gone, proven, seen)
			}
		}
		prove(all, ref, false, "still listed")
		if err := all.Delete(t.Context(), id, nil); err != nil {
			t.Fatal(err)
		}
		prove(all, ref, false, "by this run")
		prove(again(t, s), ref, true, "lacks it")
		ref.Parent = "another"
		prove(again(t, s), ref, false, "sees another")
	})
}

// TestCollections verifies the contract for the shapes of nouns that the API has: with a
// slug and without, named by the caller, created at a path of their own, listed by
// name, below a workspace in the path, by a filter, and below the organisation.
func TestCollections(t *testing.T) {
	t.Parallel()
	collection := func(c *Client, n noun[sample]) *Collection[sample, sampleBody, sampleBody] {
		n.Words = Words{One: "sample", Many: "samples", Scopes: "samples"}
		return collect[sample, sampleBody, sampleBody](c, n)
	}
	t.Run("config", func(t *testing.T) {
		t.Parallel()
		another := object{"slug": "slug-2", "name": "fallback", "workspace_id": "ws-2"}
		contract(t, shelf{list: "configs", posts: "configs", id: "slug", names: "slug-1", returns: []string{"id", "slug"}, in: "ws-1", items: []object{another}},
			func(c *Client) *Configs { return NewConfigs(c, "ws-1") },
			ConfigCreate{Name: "fallback", Config: json.RawMessage(`{}`)}, ConfigUpdate{Name: Some("b")}, "ws-1")
	})
	t.Run("named by the caller", func(t *testing.T) { // as members of a workspace are
		t.Parallel()
		path := []string{"admin", "workspaces", "ws-1", "users"}
		contract(t, shelf{list: strings.Join(path, "/"), posts: strings.Join(path, "/"), id: "id", names: "ws-1/uuid-1", hides: "id"},
			func(c *Client) *Collection[sample, sampleBody, sampleBody] {
				return collection(c, noun[sample]{
					path: path, parent: inWorkspace[sample]("ws-1"),
					fill: func(read *sample, id string) { read.ID = Some(read.ID.Or(id)) },
				})
			},
			sampleBody{Name: "jane@example.com", want: identity{id: "uuid-1"}}, sampleBody{Name: "b"}, "ws-1")
	})
	t.Run("named by its id", func(t *testing.T) {
		t.Parallel()
		path := "admin/workspaces/ws-1/users"
		contract(t, shelf{list: path, posts: path, id: "id", names: "ws-1/uuid-1", hides: "id"},
			func(c *Client) *Members { return NewMembers(c, "ws-1") }, AddMember("uuid-1", "member"), MemberUpdate{Role: "admin"}, "ws-1")
	})
	t.Run("read from the list alone", func(t *testing.T) { // as SCIM mappings are
		t.Parallel()
		contract(t, shelf{list: "scim/workspaces", posts: "scim/workspaces", id: "id", names: "uuid-1", returns: []string{"id"}, scim: true, alone: true},
			func(c *Client) *Collection[sample, sampleBody, sampleBody] {
				return collection(c, noun[sample]{
					path: []string{"scim", "workspaces"}, parent: inOrganisation[sample](), pages: scimPages(), fromList: true, unread: true,
				})
			},
			sampleBody{Name: "Platform"}, sampleBody{Name: "b"}, "acme")
	})
	t.Run("created below the list", func(t *testing.T) { // as API keys are
		t.Parallel()
		contract(t, shelf{list: "api-keys", posts: "api-keys/workspace/service", id: "id", names: "uuid-1", returns: []string{"id"}, in: "ws-1"},
			func(c *Client) *Collection[sample, sampleBody, sampleBody] {
				return collection(c, noun[sample]{path: []string{"api-keys"}, parent: filteredByWorkspace[sample]("ws-1")})
			},
			sampleBody{Name: "backend", want: identity{below: []string{"workspace", "service"}}}, sampleBody{Name: "b"}, "ws-1")
	})
	t.Run("with a filter for names", func(t *testing.T) { // as workspaces have
		t.Parallel()
		contract(t, shelf{list: "guardrails", posts: "guardrails", id: "id", names: "uuid-1", returns: []string{"id"}, in: "ws-1", named: "exact_name"},
			func(c *Client) *Collection[sample, sampleBody, sampleBody] {
				return collection(c, noun[sample]{path: []string{"guardrails"}, parent: filteredByWorkspace[sample]("ws-1"), nameFilter: "exact_name"})
			},
			sampleBody{Name: "PII"}, sampleBody{Name: "b"}, "ws-1")
	})
	t.Run("of the organisation", func(t *testing.T) { // as integrations are
		t.Parallel()
		contract(t, shelf{list: "integrations", posts: "integrations", id: "id", names: "uuid-1", returns: []string{"id", "slug"}},
			func(c *Client) *Collection[sample, sampleBody, sampleBody] {
				return collection(c, noun[sample]{path: []string{"integrations"}, parent: inOrganisation[sample]()})
			},
			sampleBody{Name: "OpenAI"}, sampleBody{Name: "b"}, "acme")
	})
}

// Writes of one noun cost another one no reads.
func TestCollections_apart(t *testing.T) {
	t.Parallel()
	reads := func(between func(*Client)) int {
		p, _ := organisation(1000)
		c := p.client(t)
		for _, name := range numbered("New", 150) {
			createNamed(t, c, name)
			between(c)
		}
		return p.asked("GET /admin/workspaces")
	}
	alone := reads(func(*Client) {})
	mixed := reads(func(c *Client) {
		if err := NewConfigs(c, "ws-1").Delete(t.Context(), "pc-one", nil); !IsRefused(err) {
			t.Errorf("got %v", err) // the plane has none
		}
	})
	if mixed != alone || alone > 25 {
		t.Errorf("%d reads with writes of another noun in between, %d without; want the same, 25 at most", mixed, alone)
	}
}
