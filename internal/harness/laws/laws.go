// Package laws holds the model of a noun to what it promises without Terraform:
// [Of] takes its functions, which are pure, and random configurations through
// the Admin API in memory. It stands beside harness, which imports the provider,
// so that the tests inside a noun's own package can import it.
package laws

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Of is a noun's model: M is the attributes of a resource, T an answer of the API, U
// the body of a PUT.
type Of[M, T, U any] struct {
	// Path is where objects are, such as "/admin/workspaces". They are created there too,
	// unless CreatePath is another one.
	Path, CreatePath string
	// ID returns what the path of one object ends in.
	ID func(answer T) string
	// Answers are how the API answers.
	Answers emulator.Answers
	// Prepare makes what an object needs to be there, if anything.
	Prepare func(api *emulator.Server)
	// Draw draws a configuration that the API takes, and Plan, if anything, sets what a
	// plan derives from it.
	Draw func(t *rapid.T) M
	Plan func(m M) M

	// Create returns the body of the POST, and Adopt, where a create adopts what is there,
	// adds that and returns its id.
	Create func(m M) any
	Adopt  func(api *emulator.Server) (id string)
	// Listed is where the list has the objects, if no path reads one, and PutPath the path of
	// the PUTs, if they are not to the path of one.
	Listed, PutPath string
	// Query is that of a read of one, if it needs any.
	Query string
	// Observe returns the state that an answer leaves of m.
	Observe func(m M, answer T) M
	// Differs names the attributes in which two models differ on the wire.
	Differs func(a, b M) tfkit.Changes
	// Lenient names attributes of which an answer may leave something open, which the
	// state then keeps.
	Lenient []string
	// Changes returns the bodies of the PUTs that turn state into m; live is an answer
	// that shows state. It is nil where the API has no update.
	Changes func(m, state M, live T) []U
	// Settle, if anything, sees to what an answer shows after the PUTs: it returns m as
	// its state is to be, and the bodies of further PUTs, none in the end.
	Settle func(m, state M, answer T) (M, []U)
}

// steps is how many configurations an object goes through: more of them at night.
func steps() int {
	if os.Getenv("PORTKEY_NIGHTLY") != "" { // harness.Nightly, which imports the provider
		return 20
	}
	return 8
}

// Hold fails the test unless, whatever is configured, one after the other: what
// was written is shown, in the spelling of the configuration; to observe an answer
// once more changes nothing; an update writes what differs, and that alone; and
// whoever knew the object as it was sees that.
func (l Of[M, T, U]) Hold(t *testing.T) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		w := newWire[M, T, U](t, l)
		m := w.plan(l.Draw(t))
		state := w.begin(m)
		for range steps() {
			m = w.plan(w.next(m))
			if l.Changes == nil {
				w, state = w.replace(m, state)
				continue
			}
			state = w.update(m, state)
		}
	})
}

// wire is one object on an API of its own.
type wire[M, T, U any] struct {
	Of[M, T, U]
	*rapid.T
	api *emulator.Server
	id  string
}

func newWire[M, T, U any](t *rapid.T, l Of[M, T, U]) *wire[M, T, U] {
	w := &wire[M, T, U]{Of: l, T: t, api: emulator.New(emulator.WithAnswers(l.Answers))}
	if l.Prepare != nil {
		l.Prepare(w.api)
	}
	return w
}

func (w *wire[M, T, U]) plan(m M) M {
	if w.Plan == nil {
		return m
	}
	return w.Plan(m)
}

// next draws what follows m: another configuration, or m with one part of another.
func (w *wire[M, T, U]) next(m M) M {
	other := w.Draw(w.T)
	if rapid.Bool().Draw(w.T, "in whole") {
		return other
	}
	var parts []func()
	eachDifference(reflect.ValueOf(m), reflect.ValueOf(&other).Elem(), func(is, other reflect.Value) {
		parts = append(parts, func() { other.Set(is) })
	})
	if len(parts) > 0 {
		taken := rapid.IntRange(0, len(parts)-1).Draw(w.T, "part")
		for _, keep := range slices.Delete(parts, taken, taken+1) {
			keep()
		}
	}
	return other
}

// begin creates the object, or adopts it, and returns the state.
func (w *wire[M, T, U]) begin(m M) M {
	w.Helper()
	if w.Adopt != nil {
		var unknown M
		w.id = w.Adopt(w.api)
		return w.update(m, w.Observe(unknown, w.get()))
	}
	w.send(http.MethodPost, cmp.Or(w.CreatePath, w.Path), w.Create(m))
	return w.shows(m)
}

// shows wants what the API answers to be m, and returns the state.
func (w *wire[M, T, U]) shows(m M) M {
	w.Helper()
	answer := w.get()
	state := w.Observe(m, answer)
	if names := w.Differs(state, m); len(names) > 0 {
		w.Fatalf("what was written is not shown: %q", names)
	}
	for _, name := range respelled(reflect.ValueOf(m), reflect.ValueOf(state)) {
		w.Fatalf("%s is not as the configuration spells it: %s, want %s", name, text(state), text(m))
	}
	var unknown M
	for _, observed := range []M{state, w.Observe(unknown, answer)} { // a refresh, and an import
		if twice := w.Observe(observed, answer); !reflect.DeepEqual(twice, observed) {
			w.Fatalf("observed twice it is another:\n%s\n%s", text(observed), text(twice))
		}
	}
	if w.Changes == nil {
		return state
	}
	if bodies := w.Changes(m, state, answer); len(bodies) > 0 {
		w.Fatalf("what is shown is written: %s", text(bodies))
	}
	return state
}

// update turns the object into m, and returns the state.
func (w *wire[M, T, U]) update(m, state M) M {
	w.Helper()
	differs := w.Differs(m, state)
	bodies := w.Changes(m, state, w.get())
	if (len(differs) == 0) != (len(bodies) == 0) {
		w.Fatalf("%q differ, and this is written: %s", differs, text(bodies))
	}
	for _, body := range bodies {
		w.send(http.MethodPut, cmp.Or(w.PutPath, w.Path+"/"+w.id), body)
	}
	if w.Settle != nil {
		m = w.settle(m, state)
	}
	w.sees(differs, w.Differs(w.Observe(state, w.get()), state), bodies)
	return w.shows(m)
}

// replace wants whoever configured m to see what of the object differs. It creates another
// one where anything does, and returns the state.
func (w *wire[M, T, U]) replace(m, state M) (*wire[M, T, U], M) {
	w.Helper()
	differs := w.Differs(m, state)
	w.sees(differs, w.Differs(w.Observe(m, w.get()), m), m)
	if len(differs) == 0 {
		return w, w.shows(m)
	}
	next := newWire(w.T, w.Of)
	return next, next.begin(m)
}

// sees wants what differs to be seen, and that alone.
func (w *wire[M, T, U]) sees(differs, seen tfkit.Changes, why any) {
	w.Helper()
	for _, name := range slices.Concat(differs, seen) {
		if differs.Has(name) != seen.Has(name) && !slices.Contains(w.Lenient, name) {
			w.Fatalf("%q differ, and %q are seen to have changed: %s", differs, seen, text(why))
		}
	}
}

// settle sends what an update sends once it sees the answer to its PUTs.
func (w *wire[M, T, U]) settle(m, state M) M {
	w.Helper()
	for {
		var bodies []U
		if m, bodies = w.Settle(m, state, w.get()); len(bodies) == 0 {
			return m
		}
		for _, body := range bodies {
			w.send(http.MethodPut, cmp.Or(w.PutPath, w.Path+"/"+w.id), body)
		}
	}
}

// get reads the object.
func (w *wire[M, T, U]) get() T {
	w.Helper()
	if w.Listed == "" {
		return w.send(http.MethodGet, w.Path+"/"+w.id+w.Query, nil)
	}
	var page map[string]json.RawMessage
	w.call(http.MethodGet, w.Path, nil, &page)
	var all []T
	if err := json.Unmarshal(page[w.Listed], &all); err != nil {
		w.Fatal(err)
	}
	i := slices.IndexFunc(all, func(one T) bool { return w.ID(one) == w.id })
	if i < 0 {
		w.Fatalf("the list lacks %s", w.id)
	}
	return all[i]
}

// send calls the API, and remembers what was created.
func (w *wire[M, T, U]) send(method, path string, body any) (answer T) {
	w.Helper()
	w.call(method, path, body, &answer)
	if method == http.MethodPost {
		w.id = w.ID(answer)
	}
	return answer
}

func (w *wire[M, T, U]) call(method, path string, body, answer any) {
	w.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		w.Fatal(err)
	}
	request := httptest.NewRequestWithContext(w.Context(), method, "/v1"+path, bytes.NewReader(sent))
	request.Header.Set("X-Portkey-Api-Key", emulator.AdminKey)
	recorder := httptest.NewRecorder()
	w.api.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusOK {
		w.Fatalf("%s %s answers %d %s", method, sent, recorder.Code, recorder.Body)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), answer); err != nil {
		w.Fatal(err)
	}
}

// Maybe draws nothing, or one of these values.
func Maybe[V any](t *rapid.T, label string, values ...V) *V {
	if i := rapid.IntRange(-1, len(values)-1).Draw(t, label); i >= 0 {
		return &values[i]
	}
	return nil
}

// One draws one of these values.
func One[V any](t *rapid.T, label string, values ...V) *V {
	return &values[rapid.IntRange(0, len(values)-1).Draw(t, label)]
}

// respelled names the fields that configured sets and observed has otherwise. A
// plain Go value is what a configuration sets, or leaves out; a framework value
// that is not known is for the server to set.
func respelled(configured, observed reflect.Value) (names []string) {
	for i := range configured.NumField() {
		field, want, got := configured.Type().Field(i), configured.Field(i), observed.Field(i)
		if field.Anonymous {
			names = append(names, respelled(want, got)...)
			continue
		}
		value, ofFramework := want.Interface().(attr.Value)
		if ofFramework && (value.IsNull() || value.IsUnknown()) {
			continue
		}
		if !reflect.DeepEqual(want.Interface(), got.Interface()) {
			names = append(names, field.Name)
		}
	}
	return names
}

// eachDifference visits the parts in which two models differ: in nested objects,
// and in those of two equally long lists, each by itself.
func eachDifference(a, b reflect.Value, visit func(a, b reflect.Value)) {
	switch {
	case a.Kind() == reflect.Struct && !a.Type().Implements(reflect.TypeFor[attr.Value]()):
		for i := range a.NumField() {
			eachDifference(a.Field(i), b.Field(i), visit)
		}
	case a.Kind() == reflect.Slice && a.Len() == b.Len():
		for i := range a.Len() {
			eachDifference(a.Index(i), b.Index(i), visit)
		}
	case a.Kind() == reflect.Pointer && !a.IsNil() && !b.IsNil():
		eachDifference(a.Elem(), b.Elem(), visit)
	case !reflect.DeepEqual(a.Interface(), b.Interface()):
		visit(a, b)
	}
}

// text is a value as it is shown in a failure.
func text(value any) string {
	shown, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%+v", value)
	}
	return string(shown)
}
