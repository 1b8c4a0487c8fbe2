package conformance

import (
	"maps"
	"net/http"
	"path"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What a person makes or deletes while Terraform is about to create, update or
// destroy. That these are reported too is held for every resource; what only some can
// meet is skipped for the others.

// eachWriting runs a test over every resource, with something of everybody's
// beside it. Where absence from a list is what proves it gone, two hours and a
// process lie between what was made and the test.
func eachWriting(t *testing.T, test func(w *writing, neighbour string)) {
	t.Helper()
	for typeName, n := range everyObject() {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			w := begin(t, typeName, n, pair{ours: change{fields: n.edited}}, emulator.ShapeRecorded)
			neighbour := n.add(w.env.API)
			was := n.onAPI(t, w.env.API, neighbour)
			if !n.archives {
				w.env.API.Advance(2 * time.Hour)
				w.d = w.env.Restart(t, w.d)
			}
			w.env.API.ResetRequests()
			test(w, neighbour)
			if paths := differing(was, n.onAPI(t, w.env.API, neighbour)); len(paths) > 0 {
				t.Errorf("what is somebody else's was written: %q", paths)
			}
		})
	}
}

// planDestroy plans that it goes.
func (w *writing) planDestroy() *harness.Plan {
	w.Helper()
	plan, diags := w.d.PlanDestroy(w.address)
	w.fine(diags)
	return plan
}

// others are the objects that there are, but for the neighbour.
func (w *writing) others(neighbour string) []string {
	return slices.DeleteFunc(w.live(w.env.API), func(id string) bool { return id == neighbour })
}

// twin makes one of the same name as a person would.
func (w *writing) twin() (id string) {
	if w.noun.twin != nil {
		return w.noun.twin(w.env.API)
	}
	id = w.add(w.env.API)
	w.edit(w.env.API, id, w.full)
	return id
}

// A destroy that is planned takes the object, whatever a person made of it since:
// the plan showed the object, and the API takes no condition with a DELETE.
func TestForeignEdits_destroy(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	t.Run("edits", func(t *testing.T) {
		for typeName, n := range everyObject() {
			for _, their := range n.byHand(schemas.ResourceSchemas[typeName]) {
				t.Run(typeName+"/"+their.name, func(t *testing.T) {
					t.Parallel()
					w := begin(t, typeName, n, pair{theirs: their}, emulator.ShapeRecorded)
					neighbour := n.add(w.env.API)
					plan := w.planDestroy()
					w.byPerson()
					w.fine(w.d.Apply(plan))
					if left := w.live(w.env.API); !slices.Equal(left, []string{neighbour}) || w.d.State(w.address) != nil {
						t.Errorf("there are %q, the state has %v", left, w.d.State(w.address))
					}
				})
			}
		}
	})
}

// What a person put into it since the plan stops the destroy.
func TestForeignEdits_destroyOfTheFilled(t *testing.T) {
	t.Parallel()
	eachWriting(t, func(w *writing, _ string) {
		if w.fill == nil {
			w.Skip("it holds nothing")
		}
		plan := w.planDestroy()
		w.fill(w.env.API, w.id)
		inside := w.held(w.env.API, w.id)
		w.says(w.d.Apply(plan).Err(), "Cannot destroy ", "contains")
		if got := w.held(w.env.API, w.id); got != inside || w.d.State(w.address) == nil {
			w.Errorf("%d of %d are left inside, the state has %v", got, inside, w.d.State(w.address))
		}
	})
}

// What a person deleted since the plan is gone, and no error.
func TestForeignEdits_destroyOfTheDeleted(t *testing.T) {
	t.Parallel()
	eachWriting(t, func(w *writing, neighbour string) {
		plan := w.planDestroy()
		w.remove(w.env.API, w.id)
		w.fine(w.d.Apply(plan))
		if left := w.others(neighbour); len(left) > 0 || w.d.State(w.address) != nil {
			w.Errorf("there are %q, the state has %v", left, w.d.State(w.address))
		}
	})
}

// An update of what a person deleted since the plan, or since the update has
// read it, is reported; the next plan makes it again, or meets what a person made
// in its place.
func TestForeignEdits_deleted(t *testing.T) {
	t.Parallel()
	for name, deletes := range map[string]func(w *writing) (twin string){
		"since the plan": func(w *writing) string { w.remove(w.env.API, w.id); return "" },
		"since the read": func(w *writing) string {
			w.env.API.Fail(emulator.Fault{Method: http.MethodPut, Times: 1, Hook: func(*http.Request) { w.remove(w.env.API, w.id) }})
			return ""
		},
		"and made again": func(w *writing) string { w.remove(w.env.API, w.id); return w.twin() },
	} {
		t.Run(name, func(t *testing.T) {
			eachWriting(t, func(w *writing, neighbour string) {
				if w.immutable {
					w.Skip("nothing updates it")
				}
				if name == "and made again" && w.noun.twin != nil {
					w.Skip("what is made again is the same one")
				}
				if name == "since the read" && w.row {
					w.Skip("a PUT creates the row that it names")
				}
				plan := w.plan()
				twin := deletes(w)
				advice := "was deleted outside Terraform."
				if name == "since the read" && !w.archives {
					advice = "Portkey refused to update this "
				}
				w.says(w.d.Apply(plan).Err(), "Cannot update ", advice)
				for _, sent := range w.env.Writes() {
					if sent.Effect {
						w.Errorf("%s %s has changed something", sent.Method, sent.Path)
					}
				}
				if !w.archives { // the process that wrote it believes no absence
					w.d = w.env.Restart(w, w.d)
				}
				if next := w.plan(); next.Action != harness.Create {
					w.Errorf("the next plan is %s", next.Action)
				}
				switch {
				case twin != "":
					w.adopts(twin)
				case w.join != nil:
					w.join(w.env.API, "Production")
				}
				w.wantConverged()
				if left := w.others(neighbour); len(left) != 1 {
					w.Errorf("there are %q", left)
				}
			})
		})
	}
}

// adopts wants a create to be refused for an object, and takes that over.
func (w *writing) adopts(id string) {
	w.Helper()
	was := w.onAPI(w.T, w.env.API, id)
	w.env.API.ResetRequests()
	w.says(w.converge(w.full).Err(), "Cannot create ", "already exists", "import {", w.importRef(w.env.API, id))
	w.nothingWritten()
	if paths := differing(was, w.onAPI(w.T, w.env.API, id)); len(paths) > 0 {
		w.Errorf("what a person made was written: %q", paths)
	}
	w.fine(w.d.Import(w.address, w.importRef(w.env.API, id)))
}

// A create whose name a person took since the plan is refused; where two may have
// it, it is made. Nobody can know of what is made after the look for the name:
// then there are two, and neither is mistaken for the other.
func TestForeignEdits_create(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		gap, allowed bool
	}{
		"taken since the plan": {}, "taken since the plan, and two are allowed": {allowed: true}, "taken since the look": {gap: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachWriting(t, func(w *writing, neighbour string) {
				if w.join != nil {
					w.Skip("nothing is created")
				}
				if (test.allowed || test.gap) && w.duplicate == nil {
					w.Skip("two never have one name")
				}
				if test.gap && w.unique {
					w.Skip("the API rejects the second one")
				}
				w.fine(w.d.Destroy(w.address))
				c := maps.Clone(w.full)
				if test.allowed {
					c = laid(c, w.duplicate)
				}
				plan, diags := w.d.Plan(w.address, c)
				w.fine(diags)
				var theirs string
				if test.gap {
					w.env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: w.creates, Times: 1, Hook: func(*http.Request) { theirs = w.twin() }})
				} else {
					theirs = w.twin()
				}
				w.env.API.ResetRequests()
				err := w.d.Apply(plan).Err()
				ours := str(w.d.State(w.address)["id"])
				if !test.gap && !test.allowed {
					w.says(err, "Cannot create ", "already exists", "import {", w.importRef(w.env.API, theirs))
					w.nothingWritten()
					if left := w.others(neighbour); ours != "" || !slices.Equal(left, []string{theirs}) {
						w.Errorf("there are %q, the state has %q", left, ours)
					}
					w.adopts(theirs)
					w.wantConverged()
					return
				}
				writes := w.env.Writes()
				updates := slices.DeleteFunc(slices.Clone(writes), func(r emulator.Request) bool { return path.Base(r.Path) != ours })
				if err != nil || ours == theirs || len(writes) != 1+w.createUpdates || len(updates) != w.createUpdates {
					w.Errorf("%d requests wrote, the state has %s, theirs is %s: %v", len(writes), ours, theirs, err)
				}
				if left := w.others(neighbour); len(left) != 2 || !slices.Contains(left, ours) || !slices.Contains(left, theirs) {
					w.Errorf("there are %q, want %s and %s", left, ours, theirs)
				}
				if next, diags := w.d.Plan(w.address, c); next.Action != harness.NoOp {
					w.Errorf("the next plan is %s: %s", next.Action, diags)
				}
			})
		})
	}
}
