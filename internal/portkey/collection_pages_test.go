package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func many(n int) []object {
	var all []object
	for i := range n {
		all = append(all, workspace(i+1, fmt.Sprintf("team-%d", i+1)))
	}
	return all
}

func TestWorkspaces_readsEveryPage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		count, max    int // count besides the default workspace
		pages, status int
	}{
		{name: "one short page", count: 4, max: 100, pages: 1},
		{name: "a server that gives fewer than asked", count: 44, max: 20, pages: 3},
		{name: "that ends with a full page", count: 39, max: 20, pages: 2},
		{name: "a full page is followed by another", count: 99, max: 100, pages: 2},
		{name: "several full pages", count: 250, max: 100, pages: 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane(many(test.count)...)
			p.max = test.max
			got, err := NewWorkspaces(p.client(t)).List(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != test.count+1 {
				t.Errorf("got %d workspaces, want %d", len(got), test.count+1)
			}
			if n := p.asked("GET /admin/workspaces"); n != test.pages {
				t.Errorf("got %d requests, want %d: %v", n, test.pages, p.requests)
			}
		})
	}
}

func TestWorkspaces_filters(t *testing.T) {
	t.Parallel()
	p := newPlane()
	_, err := NewWorkspaces(p.client(t)).List(t.Context(), WorkspaceFilter{
		Name: "a b", ExactName: "ß&x", Status: []string{"active", "archived"},
	}.query())
	if err != nil {
		t.Fatal(err)
	}
	want := "GET /admin/workspaces?current_page=0&exact_name=%C3%9F%26x&name=a+b&page_size=100&status=active%2Carchived"
	if got := p.requests[0]; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// pagesOf answers the pages of a list one after the other, whatever is asked.
func pagesOf(pages ...string) func(*http.Request) (int, string, error, bool) {
	next := 0
	return func(*http.Request) (int, string, error, bool) {
		body := pages[min(next, len(pages)-1)]
		next++
		return http.StatusOK, body, nil, true
	}
}

func TestWorkspaces_isWholeOrAnError(t *testing.T) {
	t.Parallel()
	full := make([]string, pageSize)
	for i := range full {
		full[i] = fmt.Sprintf(`{"id":"w%d"}`, i)
	}
	hundred := strings.Join(full, ",")
	for _, test := range []struct {
		name  string
		pages []string
		want  int    // workspaces
		error string // or this
	}{
		{name: "empty", pages: []string{`{"total":0,"data":[]}`}},
		{name: "data is null", pages: []string{`{"data":null}`}},
		{name: "no data key", pages: []string{`{"object":"list","total":0}`}, error: "has no data"},
		{name: "another object", pages: []string{`{"message":"ok"}`}, error: "has no data"},
		{name: "a string", pages: []string{`"list"`}, error: "cannot"},
		{name: "an item without an id", pages: []string{`{"data":[{"name":"x"}]}`}, error: "without an id"},
		{name: "total says more than there is", pages: []string{`{"total":3,"data":[{"id":"a"}]}`, `{"total":3,"data":[]}`}, error: "changed while it was read"},
		{name: "total says more, and the list is empty", pages: []string{`{"total":3,"data":[]}`}, error: "changed while it was read"},
		{name: "total says less", pages: []string{`{"total":1,"data":[{"id":"a"},{"id":"b"}]}`}, want: 2},
		{name: "total as text", pages: []string{`{"total":"1","data":[{"id":"a"}]}`}, want: 1},
		{name: "no total", pages: []string{`{"data":[{"id":"a"},{"id":"b"}]}`, `{"data":[{"id":"c"}]}`}, want: 3},
		{name: "no total, an empty end", pages: []string{`{"data":[{"id":"a"}]}`, `{"data":[{"id":"b"}]}`, `{"data":[]}`}, want: 2},
		{name: "a page that points to itself, with total", pages: []string{`{"total":4,"data":[{"id":"a"},{"id":"b"}]}`}, error: "page 1 repeats"},
		{name: "a page that points to itself, without", pages: []string{`{"data":[{"id":"a"},{"id":"b"}]}`}, error: "page 1 repeats"},
		{name: "a page that points to itself, with a total of its own", pages: []string{`{"total":100,"data":[` + hundred + `]}`}, want: 100},
		{name: "more than was asked for, over and over", pages: []string{`{"data":[` + hundred + `,{"id":"one more"}]}`}, want: 101},
		{name: "a bare array that is not paged", pages: []string{`[{"id":"a"},{"id":"b"}]`}, want: 2},
		{name: "something is added in front meanwhile", pages: []string{
			`{"total":4,"data":[{"id":"d"},{"id":"c"}]}`, `{"total":5,"data":[{"id":"c"},{"id":"b"}]}`, `{"total":5,"data":[{"id":"a"}]}`,
		}, want: 4},
		{name: "something is removed meanwhile, so it is read again", pages: []string{
			`{"total":4,"data":[{"id":"d"},{"id":"c"}]}`, `{"total":3,"data":[{"id":"a"}]}`,
			`{"total":3,"data":[{"id":"c"},{"id":"b"}]}`, `{"total":3,"data":[{"id":"a"}]}`,
		}, want: 3},
		{name: "it never stops changing", pages: []string{
			`{"total":9,"data":[{"id":"d"},{"id":"c"}]}`, `{"total":8,"data":[{"id":"a"},{"id":"x"}]}`,
			`{"total":7,"data":[{"id":"d"},{"id":"c"}]}`, `{"total":6,"data":[{"id":"a"},{"id":"x"}]}`,
			`{"total":5,"data":[{"id":"d"},{"id":"c"}]}`, `{"total":4,"data":[{"id":"a"},{"id":"x"}]}`,
		}, error: "its total fell from 5 to 4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane()
			p.on = pagesOf(test.pages...)
			got, err := NewWorkspaces(p.client(t)).List(t.Context(), nil)
			if test.error != "" {
				if err == nil || !strings.Contains(err.Error(), test.error) || len(got) > 0 {
					t.Fatalf("got %d workspaces, error %v; want an error with %q", len(got), err, test.error)
				}
				return
			}
			if err != nil || len(got) != test.want {
				t.Fatalf("got %d workspaces, error %v; want %d", len(got), err, test.want)
			}
		})
	}
}

func TestWorkspaces_endsAtSomeTime(t *testing.T) {
	t.Parallel()
	p := newPlane()
	n := 0
	p.on = func(*http.Request) (int, string, error, bool) {
		n++
		return http.StatusOK, fmt.Sprintf(`{"data":[{"id":"w%d"}]}`, n), nil, true
	}
	_, err := NewWorkspaces(p.client(t)).List(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "no end after 1000 pages") || n != maxPages {
		t.Errorf("got %v after %d pages", err, n)
	}
}

// A page of the most items is read, one of more is not.
func TestItems_most(t *testing.T) {
	t.Parallel()
	for n, fine := range map[int]bool{maxItems: true, maxItems + 1: false} {
		var got items[struct{}]
		err := json.Unmarshal([]byte("["+strings.TrimSuffix(strings.Repeat("{},", n), ",")+"]"), &got)
		if (err == nil) != fine || fine && len(got) != n {
			t.Errorf("%d items: %d, %v", n, len(got), err)
		}
	}
}

func FuzzListEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"object":"list","total":2,"data":[{"id":"a"},{"id":"b"}]}`, `[{"id":"a"}]`, `{"data":null}`, `{"data":{}}`,
		`{"total":"x","data":[]}`, `{}`, `null`, `[null]`, `{"data":[null,{"id":null}]}`, `[[]]`, ``, `{"data":[{"id":"a","defaults":3}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got page[Workspace]
		if json.Unmarshal(body, &got) != nil {
			return
		}
		var list []json.RawMessage
		var envelope map[string]json.RawMessage
		isList := json.Unmarshal(body, &list) == nil
		isEnvelope := json.Unmarshal(body, &envelope) == nil
		if !isList && !isEnvelope {
			t.Fatalf("%q was taken for a list", body)
		}
		// However odd, a page is read to an end or an error, never to an endless loop.
		p := newPlane()
		p.on = pagesOf(string(body))
		found, err := NewWorkspaces(p.client(t)).List(t.Context(), nil)
		if err == nil && slices.ContainsFunc(found, func(w Workspace) bool { return w.ID == "" }) {
			t.Fatalf("%q gave a workspace without an id", body)
		}
	})
}

func TestCoalesced_joinsOnlyWhatHasNotBegun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s coalesced[int]
		reads := 0
		read := func(context.Context) (int, error) {
			reads++
			n := reads
			time.Sleep(time.Second) // in the bubble's own time
			return n, nil
		}
		got := make([]int, 5)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 100 * time.Millisecond)
				got[i], _ = s.get(t.Context(), read)
			})
		}
		all.Wait()
		if want := []int{1, 2, 2, 2, 2}; !slices.Equal(got, want) {
			t.Errorf("got the readings %v, want %v", got, want)
		}
	})
}

func TestCoalesced_outlivesWhoReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s coalesced[int]
		read := func(ctx context.Context) (int, error) {
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(time.Second):
				return 1, nil
			}
		}
		get := func(ctx context.Context) chan error {
			done := make(chan error, 1)
			go func() {
				_, err := s.get(ctx, read)
				done <- err
			}()
			synctest.Wait()
			return done
		}
		reading, stopReading := context.WithCancel(t.Context())
		leading, stopLeading := context.WithCancel(t.Context())
		following, stopFollowing := context.WithCancel(t.Context())
		under := get(reading)
		leader, follower, other := get(leading), get(following), get(t.Context())

		stopFollowing()
		if err := <-follower; !errors.Is(err, context.Canceled) {
			t.Errorf("a follower that is stopped: %v", err)
		}
		stopLeading()
		if err := <-leader; !errors.Is(err, context.Canceled) {
			t.Errorf("a leader that is stopped while it waits: %v", err)
		}
		stopReading()
		if err := <-under; !errors.Is(err, context.Canceled) {
			t.Errorf("a reader that is stopped: %v", err)
		}
		if err := <-other; err != nil {
			t.Errorf("the one that goes on: %v", err)
		}
	})
}

func TestCoalesced_tellsFailures(t *testing.T) {
	t.Parallel()
	var s coalesced[int]
	want := errors.New("refused")
	if _, err := s.get(t.Context(), func(context.Context) (int, error) { return 0, want }); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}

// A failure, or a success, is shared by all that joined; who is stopped while it
// waits gets that error.
func TestCoalesced_readsOnce(t *testing.T) {
	t.Parallel()
	for _, failure := range []error{nil, errors.New("refused")} {
		synctest.Test(t, func(t *testing.T) {
			var s coalesced[int]
			reads := 0
			ctx, stop := context.WithCancel(t.Context())
			read := func(context.Context) (int, error) {
				reads++
				time.Sleep(time.Second) // of the bubble
				if reads == 2 && failure == nil {
					stop() // what came counts all the same
				}
				return reads, failure
			}
			get := func(ctx context.Context) { _, _ = s.get(ctx, read) }
			go get(t.Context())
			synctest.Wait()
			go get(ctx)
			synctest.Wait()
			for range 3 {
				go get(t.Context())
			}
			time.Sleep(10 * time.Second)
			if stop(); reads != 2 {
				t.Errorf("%v: %d readings, want 2", failure, reads)
			}
		})
	}
	for range 30 { // which of two ends is noticed first is chance
		synctest.Test(t, func(t *testing.T) {
			var s coalesced[int]
			read := func(context.Context) (int, error) { time.Sleep(time.Second); return 1, nil }
			go func() { _, _ = s.get(t.Context(), read) }()
			synctest.Wait()
			ctx, stop := context.WithCancel(t.Context())
			stop()
			if _, err := s.get(ctx, read); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			time.Sleep(2 * time.Second)
		})
	}
}
