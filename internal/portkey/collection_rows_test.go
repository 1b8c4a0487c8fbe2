package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// rack is an API with one list of rows, by name. A row named bad is rejected, with all
// that is in the same PUT.
type rack struct {
	mu    sync.Mutex
	rows  map[string]int
	gets  int
	sent  [][]string // the names in each PUT
	takes time.Duration
	// status answers PUTs instead, once each; lose loses the answers of those that were
	// carried out.
	status []int
	lose   int
}

type rackList struct {
	Rows map[string]int `json:"rows"`
}

type rackRow struct {
	Name  string `json:"name"`
	Value int    `json:"value"`
}

func (r *rack) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := pause(req.Context(), r.takes); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	status, answer := http.StatusOK, any(struct{}{})
	if req.Method == http.MethodGet {
		r.gets++
		answer = rackList{r.rows}
	} else {
		var rows []rackRow
		text, _ := io.ReadAll(req.Body)
		_ = json.Unmarshal(text, &rows)
		var names []string
		for _, one := range rows {
			names = append(names, one.Name)
			if one.Name == "bad" {
				status = http.StatusBadRequest
			}
		}
		slices.Sort(names)
		r.sent = append(r.sent, names)
		if len(r.status) > 0 {
			status, r.status = r.status[0], r.status[1:]
		}
		for _, one := range rows {
			if status == http.StatusOK {
				r.rows[one.Name] = one.Value
			}
		}
		if r.lose > 0 && status == http.StatusOK {
			r.lose--
			return nil, errReset
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(mustJSON(answer))), Request: req}, nil
}

// racked runs a test over a rack, in a bubble with the waits that users get.
func racked(t *testing.T, test func(t *testing.T, r *rack, rows *Rows[rackList, rackRow])) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rack{rows: map[string]int{}, takes: 150 * time.Millisecond}
		c, err := New(Options{APIKey: "key", Transport: r})
		if err != nil {
			t.Fatal(err)
		}
		test(t, r, rowsOf(c, rowsNoun[rackList, rackRow]{
			path: []string{"racks", "one", "rows"},
			body: func(_ rackList, rows []rackRow) any { return rows },
		}))
	})
}

// set is a plan that gives a row a value, unless it has that.
func set(name string, value int) func(rackList) ([]rackRow, error) {
	return func(live rackList) ([]rackRow, error) {
		if live.Rows[name] == value {
			return nil, nil
		}
		return []rackRow{{name, value}}, nil
	}
}

// together writes rows of these names at the same time, so many at once, and returns their
// errors.
func together(ctx context.Context, rows *Rows[rackList, rackRow], atOnce int, names ...string) map[string]error {
	var all sync.WaitGroup
	var mu sync.Mutex
	failed := map[string]error{}
	slots := make(chan struct{}, atOnce)
	for _, name := range names {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			err := rows.Write(ctx, set(name, 1))
			mu.Lock()
			defer mu.Unlock()
			failed[name] = err
		})
	}
	all.Wait()
	return failed
}

func rowNames(n int) []string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("row %d", i))
	}
	return names
}

// Thirty rows of an apply, of which Terraform runs ten at once, take at most four PUTs,
// and none waits longer than a moment beyond the requests themselves.
func TestRows_gathered(t *testing.T) {
	t.Parallel()
	for _, atOnce := range []int{1, 2, 10, 30} {
		t.Run(fmt.Sprint(atOnce), func(t *testing.T) {
			t.Parallel()
			racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
				began := time.Now()
				for name, err := range together(t.Context(), rows, atOnce, rowNames(30)...) {
					if err != nil || r.rows[name] != 1 {
						t.Errorf("%s: %v", name, err)
					}
				}
				most := 30 / atOnce
				if len(r.sent) > most+1 || r.gets > most+1 || atOnce == 10 && len(r.sent) > 4 {
					t.Errorf("%d PUTs and %d GETs: %v", len(r.sent), r.gets, r.sent)
				}
				if took := time.Since(began); took > time.Duration(most+1)*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// A row that is written alone waits once.
func TestRows_alone(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		began := time.Now()
		if err := rows.Write(t.Context(), set("row", 1)); err != nil || r.rows["row"] != 1 {
			t.Fatalf("got %v, %v", r.rows, err)
		}
		if took := time.Since(began); took != 2*r.takes+DefaultWaits().Gather {
			t.Errorf("took %s", took)
		}
		if err := rows.Write(t.Context(), set("row", 1)); err != nil || len(r.sent) != 1 {
			t.Errorf("what is there was sent again: %v, %v", r.sent, err)
		}
		refused := errors.New("not this one")
		err := rows.Write(t.Context(), func(rackList) ([]rackRow, error) { return nil, refused })
		if !errors.Is(err, refused) || len(r.sent) != 1 {
			t.Errorf("got %v, %v", r.sent, err)
		}
	})
}

// One row that is rejected fails by itself, in whatever place it is.
func TestRows_oneRejected(t *testing.T) {
	t.Parallel()
	for n := range 9 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
				names := slices.Insert(rowNames(8), n, "bad")
				for name, err := range together(t.Context(), rows, 30, names...) {
					if name == "bad" {
						if !IsInvalid(err) {
							t.Errorf("the rejected row: %v", err)
						}
						continue
					}
					if err != nil || r.rows[name] != 1 {
						t.Errorf("%s: %v", name, err)
					}
				}
				if len(r.sent) > 9 {
					t.Errorf("%d PUTs: %v", len(r.sent), r.sent)
				}
			})
		})
	}
}

// What is about the key, or not known, is about all rows: nothing is sent again.
func TestRows_allRejected(t *testing.T) {
	t.Parallel()
	for status, unknown := range map[int]bool{http.StatusUnauthorized: false, http.StatusInternalServerError: true} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
				r.status = []int{status}
				for name, err := range together(t.Context(), rows, 30, rowNames(3)...) {
					if err == nil || IsUnknownOutcome(err) != unknown {
						t.Errorf("%s: %v", name, err)
					}
				}
				if len(r.sent) != 1 {
					t.Errorf("%d PUTs: %v", len(r.sent), r.sent)
				}
			})
		})
	}
}

// A PUT whose answer is lost was carried out, as the next reading shows.
func TestRows_lostAnswer(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		r.lose = 1
		for name, err := range together(t.Context(), rows, 30, rowNames(3)...) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(r.sent) != 1 || len(r.rows) != 3 {
			t.Errorf("sent %v, there are %v", r.sent, r.rows)
		}
	})
}

// Whoever is to stop leaves the rows of the others to one of them.
func TestRows_stopped(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 100 * time.Millisecond, 250 * time.Millisecond} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
				ctx, cancel := context.WithTimeout(t.Context(), after)
				defer cancel()
				var all sync.WaitGroup
				for _, name := range []string{"first", "second"} { // one leads, one waits
					all.Go(func() {
						if err := rows.Write(ctx, set(name, 1)); !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("%s, which was stopped: %v", name, err)
						}
					})
				}
				synctest.Wait()
				for name, err := range together(t.Context(), rows, 30, rowNames(3)...) {
					if err != nil || r.rows[name] != 1 {
						t.Errorf("%s: %v", name, err)
					}
				}
				all.Wait()
				if len(r.rows) != 3 {
					t.Errorf("there are %v", r.rows)
				}
			})
		})
	}
}

// A write that was sent when its caller is to stop ends as it does.
func TestRows_stoppedLate(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		r.takes = 2 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second) // within the PUT
		defer cancel()
		for name, err := range together(ctx, rows, 30, rowNames(3)...) {
			if err != nil || r.rows[name] != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A plan that panics fails its own caller.
func TestRows_panic(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				defer func() {
					if recover() == nil {
						t.Error("the caller did not panic")
					}
				}()
				_ = rows.Write(t.Context(), func(rackList) ([]rackRow, error) { panic("plan") })
			})
		}
		for name, err := range together(t.Context(), rows, 30, rowNames(3)...) {
			if err != nil || r.rows[name] != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
		all.Wait()
	})
}

// A plan that knows more than the list shows gets a later one.
func TestRows_stale(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		for name, stale := range map[string]int{"at last": 2, "for ever": 9} {
			r.gets = 0
			plans := 0
			err := rows.Write(t.Context(), func(rackList) ([]rackRow, error) {
				if plans++; plans <= stale {
					return nil, ErrStale
				}
				return []rackRow{{name, 1}}, nil
			})
			if forEver := stale > maxStaleReads; errors.Is(err, ErrStale) != forEver || r.gets != maxStaleReads || (r.rows[name] == 1) == forEver {
				t.Errorf("%s: %v, %d readings, %v", name, err, r.gets, r.rows)
			}
		}
	})
}

// Many who read share a reading, until something is written, for a minute.
func TestRows_list(t *testing.T) {
	t.Parallel()
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		readAll := func(wantRows, wantGets int) {
			t.Helper()
			r.gets = 0
			var all sync.WaitGroup
			for range 40 {
				all.Go(func() {
					if got, err := rows.List(t.Context()); err != nil || len(got.Rows) != wantRows {
						t.Errorf("got %v, %v", got, err)
					}
				})
			}
			all.Wait()
			if r.gets != wantGets {
				t.Errorf("%d readings, want %d", r.gets, wantGets)
			}
		}
		readAll(0, 1)
		readAll(0, 0)
		if err := rows.Write(t.Context(), set("row", 1)); err != nil {
			t.Fatal(err)
		}
		readAll(1, 1)
		time.Sleep(maxCacheAge + time.Second)
		readAll(1, 1)
		got, err := rows.Settle(t.Context(), rackList{}, func(l rackList) bool { return len(l.Rows) == 1 })
		if err != nil || len(got.Rows) != 1 || r.gets != 2 {
			t.Errorf("got %v after %d readings, %v", got, r.gets, err)
		}
	})
}

// Of two creates of one row, one succeeds: the other one finds it, and waits for as long as
// a delete may take.
func TestRows_create(t *testing.T) {
	t.Parallel()
	create := func(live rackList) ([]rackRow, error) {
		if live.Rows["row"] != 0 {
			return nil, &TakenError{Name: "row"}
		}
		return []rackRow{{"row", 1}}, nil
	}
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		var all sync.WaitGroup
		var mu sync.Mutex
		made := 0
		for range 3 {
			all.Go(func() {
				err := rows.Create(t.Context(), "row", create)
				var taken *TakenError
				if err != nil && (!errors.As(err, &taken) || !taken.MadeHere) {
					t.Errorf("got %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					made++
				}
			})
		}
		all.Wait()
		if made != 1 || len(r.sent) != 1 {
			t.Errorf("%d creates succeeded, sent %v", made, r.sent)
		}
	})
	racked(t, func(t *testing.T, r *rack, rows *Rows[rackList, rackRow]) {
		r.rows["row"] = 2 // somebody else's
		var taken *TakenError
		if err := rows.Create(t.Context(), "row", create); !errors.As(err, &taken) || taken.MadeHere || len(r.sent) > 0 {
			t.Errorf("got %v, sent %v", err, r.sent)
		}
		time.AfterFunc(time.Second, func() { // a delete of the same run
			r.mu.Lock()
			defer r.mu.Unlock()
			delete(r.rows, "row")
		})
		if err := rows.Create(t.Context(), "row", create); err != nil || r.rows["row"] != 1 {
			t.Errorf("got %v, there are %v", err, r.rows)
		}
	})
}
