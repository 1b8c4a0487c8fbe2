package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// writing is an object that both Terraform and a person write.
type writing struct {
	*testing.T
	noun
	pair
	env     *harness.Env
	d       *harness.Driver
	address string
	id      string
	shape   emulator.Shape
}

// eachPair runs a test for each pair of an update and an edit, and returns how
// many there are. By day it takes some of them, and the shapes of the answers in turn.
func eachPair(t *testing.T, test func(w *writing)) (all int) {
	t.Helper()
	t.Cleanup(lessGarbage())
	_, schemas := harness.Schemas(t)
	t.Run("pairs", func(t *testing.T) {
		for typeName, n := range everyObject() {
			for i, p := range n.pairsToday(typeName, n.pairs(schemas.ResourceSchemas[typeName])) {
				shapes := []emulator.Shape{emulator.ShapeRecorded}
				if n.documented {
					shapes = append(shapes, emulator.ShapeDocumented)
				}
				if !isNight() {
					shapes = shapes[i%len(shapes):][:1]
				}
				for _, shape := range shapes {
					all++
					t.Run(fmt.Sprintf("%s/%s/shape %d", typeName, p, shape), func(t *testing.T) {
						t.Parallel()
						test(begin(t, typeName, n, p, shape))
					})
				}
			}
		}
	})
	return all
}

// newWriting starts an API for the two of them.
func newWriting(t *testing.T, typeName string, n noun, p pair, shape emulator.Shape) *writing {
	t.Helper()
	w := &writing{T: t, noun: n, pair: p, env: n.start(t, emulator.WithShape(shape)), address: typeName + ".test", shape: shape}
	inMemory(w.env)
	return w
}

// begin applies what is there before the two of them go on.
func begin(t *testing.T, typeName string, n noun, p pair, shape emulator.Shape) *writing {
	t.Helper()
	w := newWriting(t, typeName, n, p, shape)
	w.d = w.env.Driver(t)
	w.fine(w.converge(p.before(n)))
	w.id = str(w.d.State(w.address)["id"])
	return w
}

// now is the object as the API answers it.
func (w *writing) now() map[string]string {
	w.Helper()
	return w.onAPI(w.T, w.env.API, w.id)
}

// byPerson edits it. It returns the object after that, and the paths of what
// that has changed; none where answers of this shape don't tell it.
func (w *writing) byPerson() (edited map[string]string, paths []string) {
	w.Helper()
	before := w.now()
	w.edit(w.env.API, w.id, w.theirs.fields)
	edited = w.now()
	if (!w.documented || w.shape == emulator.ShapeDocumented) && slices.Contains(w.unseen, w.theirs.name) {
		return edited, nil
	}
	return edited, differing(before, edited)
}

func (w *writing) converge(c config) harness.Diagnostics {
	_, diags := w.d.Converge(w.address, c)
	return diags
}

func (w *writing) plan() *harness.Plan {
	w.Helper()
	plan, diags := w.d.Plan(w.address, w.after(w.noun))
	w.fine(diags)
	return plan
}

func (w *writing) fine(diags harness.Diagnostics) {
	w.Helper()
	if err := diags.Err(); err != nil {
		w.Fatal(err)
	}
}

// says wants an error with these words and a link into the guide.
func (w *writing) says(err error, words ...string) {
	w.Helper()
	if err == nil {
		w.Fatal("there is no error")
	}
	for _, word := range append(words, "/docs/guides/troubleshooting.md#") {
		if !strings.Contains(err.Error(), word) {
			w.Errorf("the error does not say %q:\n%s", word, err)
		}
	}
}

// written are the fields of the PUTs so far: those of rows, where it is a row.
func (w *writing) written() config {
	w.Helper()
	all := config{}
	for _, sent := range w.env.Writes() {
		if err := json.Unmarshal(sent.Body, &all); err != nil {
			w.Fatal(err)
		}
	}
	if !w.row {
		return all
	}
	fields := config{}
	for _, value := range all {
		list, _ := value.([]any)
		for _, item := range list {
			maps.Copy(fields, item.(config))
		}
	}
	return fields
}

// nothingWritten wants of all requests that they only read.
func (w *writing) nothingWritten() {
	w.Helper()
	for _, sent := range w.env.Writes() {
		w.Errorf("%s %s was sent: %s", sent.Method, sent.Path, sent.Body)
	}
}

// reported wants an error that tells of the edit, and nothing written.
func (w *writing) reported(err error, edited map[string]string) {
	w.Helper()
	w.says(err, "Cannot update ", "Nothing was written: somebody else changed ", "Plan again to see the edit")
	w.nothingWritten()
	w.stays(edited, slices.Collect(maps.Keys(edited)))
}

// stays wants what an edit changed to be as the edit left it.
func (w *writing) stays(edited map[string]string, paths []string) {
	w.Helper()
	now := w.now()
	for _, path := range paths {
		if now[path] != edited[path] {
			w.Errorf("an edit was overwritten silently: %s was %q, is %q", path, edited[path], now[path])
		}
	}
}

// shown wants the next plan to show the edit of an attribute. One that did what
// the update was about to do leaves nothing to show.
func (w *writing) shown(was *harness.Plan, reported bool) {
	w.Helper()
	if w.theirs.hidden || w.theirs.root == w.ours.root && !reported {
		return
	}
	root := w.theirs.root
	next := w.plan()
	if show(next.Before[root]) == show(was.Before[root]) || next.Action != harness.Update && !reported {
		w.Errorf("the next plan, %s, does not show the edit: %s is %s", next.Action, root, show(next.Before[root]))
	}
}

func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// wantConverged wants one more apply to bring about the configuration, and nothing to
// be planned then.
func (w *writing) wantConverged() {
	w.Helper()
	w.fine(w.converge(w.after(w.noun)))
	if plan := w.plan(); plan.Action != harness.NoOp {
		w.Errorf("then the plan is %s\n%v\n%v", plan.Action, plan.Before, plan.After)
	}
}

// TestForeignEdits has a person edit, of each pair of attributes, the one while
// an update of the other is planned: the edit is reported and nothing is written,
// or it is kept. The next plan shows it.
func TestForeignEdits(t *testing.T) {
	t.Parallel()
	var reported, kept, others atomic.Int64
	all := eachPair(t, func(w *writing) {
		plan := w.plan()
		if plan.Action != harness.Update {
			w.Fatalf("%s is planned", plan.Action)
		}
		edited, paths := w.byPerson()
		w.env.API.ResetRequests()
		err := w.d.Apply(plan).Err()
		switch {
		case err != nil:
			w.reported(err, edited)
			w.shown(plan, true)
			reported.Add(1)
		case len(paths) == 0: // nobody can know of it
			others.Add(1)
		case w.goes(w.noun):
			if now := w.now(); slices.ContainsFunc(paths, func(path string) bool { return now[path] == edited[path] }) {
				w.Error("the edit did not go with what the update changes")
			}
			others.Add(1)
		default:
			w.stays(edited, paths)
			w.shown(plan, false)
			kept.Add(1)
		}
		w.wantConverged()
		if w.theirs.hidden && !w.goes(w.noun) {
			w.stays(edited, paths)
		}
	})
	if t.Failed() || int(reported.Load()+kept.Load()+others.Load()) < all {
		return // it failed, or a part was asked for
	}
	if reported.Load() == 0 || kept.Load() == 0 {
		t.Errorf("%d edits were reported, %d kept: there must be both", reported.Load(), kept.Load())
	}
}

// TestForeignEdits_gap has the person edit after the update has read the object
// afresh, and before its PUT arrives. The API takes no condition with a PUT, so
// nobody can know of such an edit: it is kept where the PUT leaves its field out,
// since the API merges, and overwritten where the PUT holds that.
func TestForeignEdits_gap(t *testing.T) {
	t.Parallel()
	var kept, lost, others atomic.Int64
	all := eachPair(t, func(w *writing) {
		plan := w.plan()
		var edited map[string]string
		var paths []string
		w.env.API.ResetRequests()
		w.env.API.Fail(emulator.Fault{Method: http.MethodPut, Times: 1, Hook: func(*http.Request) { edited, paths = w.byPerson() }})
		diags := w.d.Apply(plan)
		if w.row && diags.Err() != nil {
			// The API merges a limit of a row, and rejects what makes no limit together.
			w.says(diags.Err(), "400", "Nothing was changed")
			w.stays(edited, paths)
			w.wantConverged()
			others.Add(1)
			return
		}
		w.fine(diags)
		now, put := w.now(), w.written()
		overwritten := slices.DeleteFunc(differing(edited, now), func(path string) bool {
			return !slices.ContainsFunc(paths, func(other string) bool { return rootOf(other[1:]) == rootOf(path[1:]) })
		})
		for _, path := range overwritten {
			if _, held := put[rootOf(path[1:])]; !held {
				w.Errorf("%s was overwritten, which no PUT holds: %v", path, put)
			}
		}
		switch {
		case len(paths) == 0: // nothing is written, or nobody can know of the edit
			others.Add(1)
		case len(overwritten) > 0:
			lost.Add(1)
		default:
			if w.theirs.root == w.ours.root && !w.agree() {
				w.Errorf("the PUT holds %s, and the edit of it is still there", w.theirs.root)
			}
			w.shown(plan, false)
			kept.Add(1)
		}
		w.wantConverged()
	})
	if t.Failed() || int(kept.Load()+lost.Load()+others.Load()) < all {
		return
	}
	if kept.Load() == 0 || lost.Load() == 0 {
		t.Errorf("%d edits were kept, %d lost: there must be both", kept.Load(), lost.Load())
	}
}
