package conformance

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	killed       = 20 // objects that an apply makes
	atOnce       = 10 // Terraform's default
	boundaries   = 40 // requests: a look and a create for each object, at most
	killedAtOnce = 2
	comeUp       = 300 * time.Millisecond
)

// killing is a way to end a run.
type killing struct {
	name string
	// gentle lets open creates end and loses none of them.
	gentle bool
	// kill ends Terraform, or has it end once the gate opens.
	kill func(a *apply, g *gate)
}

var killings = []killing{
	{"SIGINT to the group", true, func(a *apply, g *gate) { a.stop(syscall.SIGINT, g) }},
	{"SIGTERM to the group", true, func(a *apply, g *gate) { a.stop(syscall.SIGTERM, g) }},
	{"SIGKILL of Terraform", false, func(a *apply, _ *gate) { _ = a.cmd.Process.Kill() }},
	{"SIGINT twice", false, func(a *apply, g *gate) { a.stop(syscall.SIGINT, g); a.signal(syscall.SIGINT) }},
	{"SIGKILL of the provider", false, func(a *apply, _ *gate) { a.killProvider() }},
}

// killPoint is a moment to end a run at: its k-th request, before or after that
// has its effect.
type killPoint struct {
	killing
	when emulator.When
	k    int
}

func (p killPoint) String() string {
	moment := "before"
	if p.when == emulator.After {
		moment = "after"
	}
	return fmt.Sprintf("%s %s request %d", p.name, moment, p.k)
}

// killPoints are every way at every moment of every request or, where that is
// more than most, the ways and moments in turn, at requests spread over the apply.
func killPoints(most int) []killPoint {
	ways := 2 * len(killings)
	most = min(most, ways*boundaries)
	var all []killPoint
	for i := range most {
		way := i % ways
		all = append(all, killPoint{killings[way%len(killings)], emulator.When(way / len(killings)), i*boundaries/most + 1})
	}
	return all
}

// TestKills ends applies in the middle. What Terraform or the provider is asked
// to end by loses nothing; after what they can't resist, the next apply makes
// nothing twice: it names what was made and is in no state, and tells how to
// adopt it.
func TestKills(t *testing.T) {
	t.Parallel()
	l := newLab(t, root)
	points := killPoints(budgets.kills.now())
	var ran, adopted, kept atomic.Int32
	for typeName, n := range nounsByCLI() {
		t.Run(typeName, func(t *testing.T) {
			for worker := range killedAtOnce {
				t.Run(fmt.Sprint("worker ", worker), func(t *testing.T) {
					t.Parallel()
					for i := worker; i < len(points); i += killedAtOnce {
						t.Run(points[i].String(), func(t *testing.T) {
							open, lost := l.killAt(t, typeName, n, points[i])
							ran.Add(1)
							kept.Add(int32(max(0, open-lost))) // fewer than none where the state was torn
							adopted.Add(int32(lost))
						})
					}
				})
			}
		})
	}
	t.Cleanup(func() {
		if int(ran.Load()) < len(points)*len(nounsByCLI()) {
			return // a part of them was asked for, or one has failed
		}
		if kept.Load() == 0 || adopted.Load() == 0 {
			t.Errorf("%d creates were kept and %d adopted: the points miss the creates", kept.Load(), adopted.Load())
		}
		t.Logf("%d open creates were kept, %d were cut off and adopted", kept.Load(), adopted.Load())
	})
}

// killAt ends an apply at a point, and returns how many creates were open that
// had their effect in the end, and how many of them are in no state.
func (l *lab) killAt(t *testing.T, typeName string, n noun, p killPoint) (open, lost int) {
	env := n.start(t)
	config := many(env, typeName, n, killed)
	g := newGate(t)
	// The k-th request is held, and each create after it; or the last create where
	// there are fewer requests.
	var creates atomic.Int32
	env.API.Fail(emulator.Fault{After: p.k - 1, Times: 1, When: p.when, Hook: g.hold})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: n.creates, When: p.when, Hook: func(r *http.Request) {
		if creates.Add(1) == killed || g.waiting.Load() > 0 {
			g.hold(r)
		}
	}})

	a := l.start(t, config)
	answered, underWay := 0, 0
	saved := func() bool {
		_, answered = made(env.API, n)
		ids, err := stateIDs(a.state())
		inFile := err == nil && len(ids) == answered
		return g.waiting.Load() > 0 && (inFile || l.savesLate) && a.has(func(o *output) bool {
			underWay = o.started - o.completed
			return o.completed == answered && (o.started == killed || underWay == atOnce)
		})
	}
	a.wait("what was answered is saved, unless that comes late, and the rest is under way", saved)
	// Those that look for their names come to their creates, unless the look that
	// they share is what is held.
	within(comeUp, func() bool { return int(g.waiting.Load()) == underWay })
	a.wait("it is still so", saved)
	p.kill(a, g)
	if p.gentle {
		g.open()
	}
	a.exit()
	a.gone()
	g.open()
	a.wait("the API is done", func() bool { return allAnswered(env.API) })

	state, all := a.state(), n.count(env.API)
	inState, err := stateIDs(state)
	if err != nil && !p.gentle {
		// Terraform was cut off while it wrote the file. This was the first apply, so
		// there is no backup, and a person begins again without a state.
		t.Logf("the state is torn: %v", err)
		state, inState, err = nil, nil, nil
	}
	if err != nil {
		t.Fatalf("the state: %v\n%s", err, state)
	}
	open, lost = all-answered, all-len(inState)
	if p.gentle && lost != 0 {
		t.Errorf("%d were made, %d are in the state:\n%s", all, len(inState), a.text())
	}
	after := recovery{t: t, env: env, noun: n, cli: harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})}
	after.run(config, state, inState, lost)
	return open, lost
}

// recovery is what a person does after a run that was killed.
type recovery struct {
	t    *testing.T
	env  *harness.Env
	noun noun
	cli  *harness.CLI
}

var importBlock = regexp.MustCompile(`import \{\s+to = (.+)\s+id = "([^"]+)"\s+\}`)

// run applies again. So many as were lost are refused by their names, with the
// import block that adopts them; after that nothing is left to plan.
func (r recovery) run(config string, state []byte, inState []string, lost int) {
	r.t.Helper()
	r.cli.Write("main.tf", config)
	if len(state) > 0 {
		r.cli.Write(stateFile, string(state))
	}
	code := 0
	if lost > 0 {
		code = 1
	}
	known := map[string]bool{}
	for _, id := range inState {
		known[id] = true
	}
	var imports strings.Builder
	for _, refused := range errorsIn(r.cli.Run(code, "apply", "-auto-approve", "-json")) {
		blocks := importBlock.FindAllStringSubmatch(refused.Detail, -1)
		if len(blocks) != 1 || known[blocks[0][2]] {
			r.t.Errorf("one import block of what is in no state was wanted: %+v", refused)
			continue
		}
		known[blocks[0][2]] = true
		imports.WriteString(strings.Replace(blocks[0][0], blocks[0][1], refused.Address, 1) + "\n")
	}
	if named := len(known) - len(inState); named != lost {
		r.t.Errorf("%d of the %d that were lost are named", named, lost)
	}
	if lost > 0 {
		r.cli.Write("imports.tf", imports.String())
		r.cli.Run(0, "apply", "-auto-approve")
	}
	r.cli.Plan(harness.PlanEmpty)

	saved, err := stateIDs([]byte(r.cli.Read(stateFile)))
	all, _ := made(r.env.API, r.noun)
	if live := r.noun.count(r.env.API); err != nil || len(saved) != killed || live != killed || all != killed {
		r.t.Errorf("%d are in the state, %d are there and %d were made, want %d: %v", len(saved), live, all, killed, err)
	}
}

// errorsIn are the errors in the output of apply -json.
func errorsIn(text string) []complaint {
	var said output
	for line := range strings.Lines(text) {
		said.hear([]byte(line))
	}
	return said.errs
}

// TestKillPoints holds that a short list leaves out no way and no moment and, if it
// is as long as that, no request.
func TestKillPoints(t *testing.T) {
	t.Parallel()
	for _, most := range []int{budgets.kills.day, boundaries} {
		seen := map[any]bool{}
		for _, p := range killPoints(most) {
			seen[p.name], seen[p.when], seen[p.k] = true, true, true
		}
		if want := len(killings) + 2 + most; len(seen) != want {
			t.Errorf("%d points: %d ways, moments and requests, want %d", most, len(seen), want)
		}
	}
	if every := len(killPoints(everything)); every != 400 {
		t.Errorf("%d points at night, want 400", every)
	}
}
