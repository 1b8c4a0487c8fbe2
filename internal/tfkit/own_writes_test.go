package tfkit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// privateState is a private state in memory.
type privateState map[string][]byte

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

// twelve is a full second, and at a time of it in the form of an answer.
var twelve = time.Date(2027, time.March, 10, 12, 0, 0, 0, time.UTC)

func at(after time.Duration) string { return twelve.Add(after).Format("2006-01-02T15:04:05.000Z") }

// An answer is judged by what the last writes replaced, and when that was.
func TestOwnWrites_Judge(t *testing.T) {
	t.Parallel()
	ctx, private := t.Context(), privateState{}
	write := func(began time.Duration, state, stateAt, live, liveAt string) {
		writes := ReadOwnWrites(ctx, private)
		writes.Begin(twelve.Add(began), writes.Stored(state, stateAt), Answered(live, liveAt))
		if diags := writes.End(ctx, private, twelve.Add(began+200*time.Millisecond)); diags.HasError() {
			t.Fatal(diags)
		}
	}
	// Two writes: "a" of an hour ago by "b", whose read back was stale, and that by "c".
	write(100*time.Millisecond, "a", at(-time.Hour), "a", at(-time.Hour))
	write(600*time.Millisecond, "b", at(-time.Hour), "a", at(-time.Hour))

	for _, test := range []struct {
		seen, updated string
		now           time.Duration
		want          Finding
	}{
		{"c", at(0), time.Second, Current},            // the state
		{"a", at(-time.Hour), time.Second, Stale},     // before both
		{"a", at(0), time.Second, Doubtful},           // restored in the second of the writes
		{"a", at(5 * time.Second), 9e9, Current},      // restored later
		{"b", at(0), time.Second, Stale},              // before the second
		{"b", at(5 * time.Second), 9e9, Current},      // restored later
		{"d", at(0), time.Second, Doubtful},           // in the second of the writes
		{"d", at(time.Second), time.Second, Doubtful}, // in the next, by another clock
		{"d", at(5 * time.Second), 9e9, Current},      // an edit
		{"d", at(-time.Hour), time.Second, Current},   // left to the times
		{"b", "", time.Second, Current},
		{"b", "yesterday", time.Second, Current},
		{"b", at(0), portkey.LongestLag + time.Second, Current}, // no answer lags that long
	} {
		if got := ReadOwnWrites(ctx, private).Judge("c", test.seen, test.updated, twelve.Add(test.now)); got != test.want {
			t.Errorf("%s of %q: got %d, want %d", test.seen, test.updated, got, test.want)
		}
	}
	if got := (OwnWrites{}).Judge("c", "b", at(0), twelve); got != Current {
		t.Errorf("without a write: got %d", got)
	}
}

// A few versions are kept, the last ones, and none that no answer can show any more.
func TestOwnWrites_Begin(t *testing.T) {
	t.Parallel()
	kept := func(w OwnWrites) (digests []string) {
		for _, one := range w.Replaced {
			digests = append(digests, one.Digest)
		}
		return digests
	}
	ctx, private := t.Context(), privateState{}
	for i := range 12 {
		writes := ReadOwnWrites(ctx, private)
		now := twelve.Add(time.Duration(i) * time.Second)
		writes.Begin(now, writes.Stored(fmt.Sprint(i), at(0)), Answered("first", at(0)))
		writes.End(ctx, private, now)
	}
	writes := ReadOwnWrites(ctx, private)
	if want := []string{"5", "6", "7", "8", "9", "10", "first", "11"}; !slices.Equal(kept(writes), want) {
		t.Errorf("kept %q, want %q", kept(writes), want)
	}
	writes.Begin(twelve.Add(2*portkey.LongestLag), Version{}, Answered("later", at(time.Hour)))
	if got := kept(writes); !slices.Equal(got, []string{"later"}) {
		t.Errorf("kept %q", got)
	}
	empty := privateState{}
	if new(OwnWrites).End(ctx, empty, twelve); len(empty) > 0 {
		t.Errorf("stored %q without a write", empty)
	}
	if got := ReadOwnWrites(ctx, privateState{ownWritesKey: []byte(`[`)}); len(got.Replaced) > 0 {
		t.Errorf("read %v from what is no JSON", got)
	}
}

// An edit that a doubtful answer shows is to be confirmed by a later one.
func TestFinding_Doubt(t *testing.T) {
	t.Parallel()
	var foreign *ForeignError
	edit := &ForeignError{Attribute: "name", When: at(0)}
	if err := Doubtful.Doubt(edit); !errors.Is(err, portkey.ErrStale) || !errors.As(err, &foreign) || err.Error() != edit.Error() {
		t.Errorf("got %v", err)
	}
	if err := Current.Doubt(edit); errors.Is(err, portkey.ErrStale) {
		t.Errorf("got %v", err)
	}
	if other := errors.New("no"); Doubtful.Doubt(other) != other || Doubtful.Doubt(nil) != nil { //nolint:errorlint // the very same
		t.Error("another error is changed")
	}
}

// What is sent alike has one digest.
func TestDigest(t *testing.T) {
	t.Parallel()
	a, b := map[string]int{"x": 1, "y": 2}, map[string]int{"y": 2, "x": 1}
	if Digest("name", a) != Digest("name", b) || Digest("na", "me") == Digest("name", "") || Digest(nil) == Digest("") {
		t.Error("digests differ in the wrong places")
	}
	if Digest(Unordered([]int{1, 2})) != Digest(Unordered([]int{2, 1})) || Digest(Unordered([]int(nil))) != Digest(Unordered([]int{})) {
		t.Error("the order counts")
	}
}
