package conformance

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// operation is one thing that the provider does, and the request of it that
// meets the fault.
type operation struct {
	name   string
	target target
	// prepare makes what has to be there.
	prepare func(*trial)
	run     func(*trial) harness.Diagnostics
	// again is what is run once the fault is lifted, where that is not run.
	again func(*trial) harness.Diagnostics
	// destroys tells that nothing is left of it.
	destroys bool
	// unsure tells that the operation can end without a state for what was made,
	// which an import then takes over.
	unsure bool
}

func (o operation) next() func(*trial) harness.Diagnostics {
	if o.again != nil {
		return o.again
	}
	return o.run
}

// operationsOf are all operations of a noun.
func operationsOf(n noun) []operation {
	if n.row {
		return rowOperations(n)
	}
	list, one := target{http.MethodGet, n.path, 0, false}, target{http.MethodGet, n.path + "/*", 0, false}
	after := func(t target, skip int) target { t.skip = skip; return t }
	read, back := one, 2
	if n.fromList { // and nothing is read twice within a run
		read, back = list, 1
	}
	create, resources := target{http.MethodPost, n.creates, 0, false}, read
	if n.join != nil {
		create = target{http.MethodPut, n.path + "/*", 0, false}
	}
	if n.wholeItems {
		resources = list
	}
	all := []operation{
		{name: "create", target: create, run: (*trial).apply},
		{name: "look before create", target: list, run: (*trial).apply},
		{name: "read", target: read, prepare: (*trial).present, run: (*trial).apply},
		{name: "delete", target: target{http.MethodDelete, n.path + "/*", 0, false}, prepare: (*trial).present, run: (*trial).destroy, destroys: true},
		{name: "import by id", target: read, prepare: (*trial).forgotten, run: (*trial).importByID},
		{name: "import by name", target: list, prepare: (*trial).forgotten, run: (*trial).importByName},
		{name: "proof of what is there", target: list, prepare: (*trial).unreadable, run: (*trial).apply},
	}
	if n.join == nil {
		all = append(all, operation{
			name: "look for what was created", target: after(list, n.looks), prepare: (*trial).loseNextCreate, run: (*trial).apply, unsure: true,
		})
	}
	if !n.fromList {
		all = append(all,
			operation{name: "read before delete", target: after(one, 1), prepare: (*trial).present, run: (*trial).destroy, destroys: true},
			operation{name: "read of an import", target: after(one, 1), prepare: (*trial).forgotten, run: (*trial).importByID},
		)
	}
	if !n.immutable {
		all = append(all,
			operation{name: "update", target: target{http.MethodPut, n.path + "/*", 0, false}, prepare: (*trial).toEdit, run: (*trial).apply},
			operation{name: "read before update", target: after(one, back-1), prepare: (*trial).toEdit, run: (*trial).apply},
			operation{name: "read after update", target: after(one, back), prepare: (*trial).toEdit, run: (*trial).apply},
		)
	}
	if !n.remains {
		all = append(all,
			operation{name: "proof that it is archived", target: list, prepare: (*trial).removed, run: (*trial).apply},
			operation{name: "proof by the whole list", target: after(list, 1), prepare: (*trial).hidden, run: (*trial).apply},
		)
	}
	all = append(all, n.readings(list, resources)...)
	for name, target := range n.cascade {
		all = append(all, operation{name: "cascade, " + name, target: target, prepare: (*trial).filled, run: (*trial).destroy, destroys: true})
	}
	return all
}

// readings are the operations of list resources, which find objects in list and read them
// from resources, and of data sources.
func (n noun) readings(list, resources target) (all []operation) {
	if n.list != nil {
		all = append(all,
			operation{name: "list resource", target: list, prepare: (*trial).present, run: func(t *trial) harness.Diagnostics { return t.list(false) }},
			operation{name: "list resource, with the resources", target: resources, prepare: (*trial).present, run: func(t *trial) harness.Diagnostics { return t.list(true) }},
		)
	}
	for name, read := range n.data {
		all = append(all, operation{
			name: "data source, " + name, target: read.target, prepare: (*trial).present,
			run: func(t *trial) harness.Diagnostics { return t.read(read) },
		})
	}
	return all
}

// apply applies every address, one after the other, whatever becomes of one.
func (t *trial) apply() harness.Diagnostics {
	var all harness.Diagnostics
	for _, address := range t.addresses() {
		_, diags := t.d.Converge(address, t.configOf(address))
		all = append(all, diags...)
	}
	return all
}

func (t *trial) destroy() harness.Diagnostics { return t.d.Destroy(t.address) }

func (t *trial) importByID() harness.Diagnostics { return t.importBy(t.importRef(t.env.API, t.id)) }

func (t *trial) importByName() harness.Diagnostics {
	return t.importBy(t.importRef(t.env.API, t.nameOf(t.config)))
}

// importBy imports what an earlier attempt did not.
func (t *trial) importBy(ref string) harness.Diagnostics {
	if t.d.State(t.address) != nil {
		return nil
	}
	return t.d.Import(t.address, ref)
}

func (t *trial) read(read reading) harness.Diagnostics {
	var diags harness.Diagnostics
	t.returned, diags = t.d.Data(read.typeName, read.config(t.id))
	return diags
}

// list lists all there are. Whatever is wrong with one result is wrong with all.
func (t *trial) list(resources bool) harness.Diagnostics {
	t.returned = nil
	typeName, _, _ := strings.Cut(t.address, ".")
	results, diags := t.d.List(typeName, t.noun.list, 1000, resources)
	for _, result := range results {
		diags = append(diags, result.Diagnostics...)
		if result.Identity["id"] == t.id && t.id != "" {
			if t.returned = result.Identity; resources {
				t.returned = result.Resource
			}
		}
	}
	return diags
}

// present applies the configuration, and lets the object grow old enough for
// every proof.
func (t *trial) present() {
	t.Helper()
	if diags := t.apply(); diags.Err() != nil {
		t.Fatal(diags.Err())
	}
	t.id = str(t.d.State(t.address)["id"])
	t.unmanaged = slices.DeleteFunc(t.unmanaged, func(id string) bool { return id == t.id })
	time.Sleep(2 * time.Hour)
	t.d = t.env.Restart(t, t.d) // a run of its own: what a process has written itself proves less
}

func (t *trial) toEdit() {
	t.Helper()
	t.present()
	t.config = t.edited
}

func (t *trial) forgotten() {
	t.Helper()
	t.present()
	t.d.Forget(t.address)
	t.config = laid(t.config, t.kept)
	t.unmanaged = append(t.unmanaged, t.id)
}

func (t *trial) removed() {
	t.Helper()
	t.present()
	t.remove(t.env.API, t.id)
	t.rejoins()
}

func (t *trial) hidden() {
	t.Helper()
	t.present()
	t.hide(t.env.API, t.id)
	t.rejoins()
}

// rejoins has what no create makes come back, before the next attempt.
func (t *trial) rejoins() {
	if t.join != nil {
		t.restore = func() { t.unmanaged = append(t.unmanaged, t.join(t.env.API, "Production")) }
	}
}

// unreadable takes from the key the right to read, until the fault is lifted.
func (t *trial) unreadable() {
	t.Helper()
	t.present()
	t.env.API.SetScopes(t.env.Key, t.scopes+".list", t.scopes+".update")
	t.restore = func() { t.env.API.AddKey(emulator.Key{Secret: t.env.Key}) }
}

func (t *trial) filled() {
	t.Helper()
	t.config = maps.Clone(t.config)
	maps.Copy(t.config, t.forced)
	t.present()
	t.fill(t.env.API, t.id)
}

func (t *trial) loseNextCreate() {
	t.env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: t.creates, Times: 1, Reset: true, When: emulator.After})
}
