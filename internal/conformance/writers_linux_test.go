package conformance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// wantedTwice is how many objects each of two applies wants.
const wantedTwice = 3

// second is an apply that is started while another one holds the lock.
type second struct {
	options []string
	// blocked waits until it has met the lock.
	blocked func(a *apply)
	code    int
	says    string
}

var seconds = map[string]second{
	"waits": {
		options: []string{"-lock-timeout=10m"}, // longer than anything here is waited for
		blocked: func(a *apply) {
			a.wait("it waits for the lock", func() bool { return strings.Contains(a.text(), "Acquiring state lock") })
		},
		says: `"add":0,"change":0`,
	},
	"is refused": {blocked: func(a *apply) { a.exit() }, code: 1, says: "Error acquiring the state lock"},
}

// TestLock applies one configuration twice at once, over a state that can be
// locked. The second apply waits for the first and then finds nothing to do, or it
// is refused, as its options say; either way each object is made once.
func TestLock(t *testing.T) {
	t.Parallel()
	l := newLab(t, root)
	t.Run("applies", func(t *testing.T) {
		for typeName, n := range nounsByCLI() {
			for name, way := range seconds {
				t.Run(typeName+" "+name, func(t *testing.T) {
					t.Parallel()
					env, g := n.start(t), newGate(t)
					env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: n.creates, Hook: g.hold})
					first := l.start(t, many(env, typeName, n, wantedTwice))
					first.wait("its creates are open", func() bool { return g.waiting.Load() == wantedTwice })
					before := len(env.API.Requests())

					last := l.startIn(t, first.dir, way.options...)
					way.blocked(last)
					if sent := len(env.API.Requests()) - before; sent != 0 {
						t.Errorf("the second apply sent %d requests without the lock", sent)
					}
					g.open()
					first.ends(0)
					last.ends(way.code)

					if !strings.Contains(last.text(), way.says) {
						t.Errorf("the second apply does not say %q:\n%s", way.says, last.text())
					}
					posts, state, live := len(env.API.Bodies(http.MethodPost, "")), len(first.inState()), n.count(env.API)
					if posts != wantedTwice || state != wantedTwice || live != wantedTwice {
						t.Errorf("%d POSTs, %d in the state and %d there, want %d of each", posts, state, live, wantedTwice)
					}
				})
			}
		}
	})
}

// ends waits for the end of an apply, and wants this exit code.
func (a *apply) ends(code int) {
	a.t.Helper()
	a.exit()
	if got := a.cmd.ProcessState.ExitCode(); got != code {
		a.t.Errorf("an apply ended with %d, want %d:\n%s", got, code, a.text())
	}
}
