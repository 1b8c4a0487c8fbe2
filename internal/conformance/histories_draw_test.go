package conformance

import (
	"fmt"
	"maps"
	"math/bits"
	"net/http"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// config is a configuration of portkey_workspace, as the driver takes it.
type config = map[string]any

// The history of a workspace is drawn as a whole before it is run: so it can be
// printed, shrunk, and run again through the real CLI.
type history struct {
	Start start
	// Tells is how the API answers in this history.
	Tells tells
	Begin config
	Steps []step
}

// step is something that happens, and the apply after it. Which of the fields
// matter depends on Op.
type step struct {
	Op     string
	Config config // the whole of one, or where to take the attribute from
	Name   string // of an attribute
	Edit   string // what somebody changes behind Terraform's back
	Pick   int    // one of whatever there is, modulo its number
	Fault  faultPlan
	Wait   time.Duration
	// Clean is an apply with nothing wrong after one in trouble.
	Clean bool
}

// start is where the workspace comes from.
type start string

const (
	startEmpty    start = "nothing"
	startVendor   start = "vendor state"
	startMoved    start = "moved block"
	startImported start = "import"
	startOld      start = "state without identity"
)

// tells is a way in which the API answers, for what is on record in several.
type tells struct {
	Shape   emulator.Shape
	Answers emulator.Answers
}

// blind reports whether something can be unset, or have another type, without
// an answer that shows it. Nobody edits that then.
func (t tells) blind() bool {
	return t.Shape == emulator.ShapeDocumented || t.Answers.Unset == emulator.UnsetAbsent || t.Answers.Unset == emulator.UnsetInTurn
}

// began is the clock when a history begins.
var began = time.Date(2026, time.March, 14, 9, 26, 53, 0, time.UTC)

// What happens, each as often as it is listed. An op in trouble is one whose
// apply may fail.
var ops = []string{
	"apply another configuration", "apply another configuration",
	"change an attribute", "change an attribute", "change an attribute",
	"remove an attribute", "remove an attribute",
	"spell it otherwise", "spell it otherwise",
	"rename",
	"raise the budgets", "raise the budgets",
	"edit behind Terraform's back", "edit behind Terraform's back", "edit behind Terraform's back",
	"delete behind Terraform's back",
	"forget and import", "forget and import",
	"taint",
	"replace, creating first",
	"destroy",
	"the key loses rights",
	"restart the provider",
	"stale reads", "flapping reads",
	"fault", "fault", "fault",
	"time passes",
}

// doubtful is what can leave the state behind the server.
var doubtful = []string{"stale reads", "flapping reads", "fault"}

var attributeNames = []string{
	"description", "icon", "defaults", "usage_limits", "rate_limits", "force_delete", "deletion_protection", "allow_duplicate_name",
}

var edits = []string{
	"name", "icon", "name and icon", "description", "metadata", "other defaults", "usage limits", "amounts", "reset dates", "order", "rate limits", "unset",
}

var drawHistory = rapid.Custom(func(t *rapid.T) history {
	h := history{
		Start: oneOf(t, "start", startEmpty, startEmpty, startEmpty, startVendor, startMoved, startImported, startOld),
		Begin: drawConfig(t),
		Tells: tells{Answers: emulator.Answers{
			AnyLimits:    true,
			Unset:        oneOf(t, "unset", emulator.UnsetNull, emulator.UnsetNull, emulator.UnsetNull, emulator.UnsetEmpty, emulator.UnsetEmpty, emulator.UnsetAbsent, emulator.UnsetInTurn),
			ThinCreate:   oneOf(t, "thin create", false, false, true),
			CreateName:   oneOf(t, "name after create", emulator.NameDisplay, emulator.NamePlain, emulator.NameEither),
			Names:        oneOf(t, "names compared", emulator.NameDisplay, emulator.NamePlain, emulator.NameEither),
			FullList:     rapid.Bool().Draw(t, "full list"),
			MaxPage:      oneOf(t, "page", 0, 0, 1, 2),
			Bookkeeping:  rapid.Bool().Draw(t, "bookkeeping"),
			Floats:       rapid.Bool().Draw(t, "floats"),
			Milliseconds: rapid.Bool().Draw(t, "milliseconds"),
		}},
	}
	if oneOf(t, "shape", 0, 0, 0, 0, 1) == 1 {
		h.Tells.Shape = emulator.ShapeDocumented
	}
	h.Steps = rapid.SliceOfN(rapid.Custom(drawStep), 8, 12).Draw(t, "steps")
	return h
})

func drawStep(t *rapid.T) step {
	s := step{Op: oneOf(t, "op", ops...), Clean: rapid.Bool().Draw(t, "clean")}
	s.Wait = time.Duration(oneOf(t, "hours", 0, 0, 0, 1, 7, 24, 24*9, 24*40)) * time.Hour
	switch s.Op {
	case "apply another configuration":
		s.Config = drawConfig(t)
	case "change an attribute", "remove an attribute", "spell it otherwise":
		s.Config, s.Name = drawConfig(t), oneOf(t, "attribute", attributeNames...)
	case "rename":
		s.Config = config{"name": drawName(t)}
	case "edit behind Terraform's back":
		s.Config, s.Edit, s.Pick = drawConfig(t), oneOf(t, "edit", edits...), oneOf(t, "which", 0, 1, 2, 3, 4, 5)
	case "stale reads", "flapping reads", "taint", "replace, creating first", "the key loses rights", "restart the provider":
		s.Config, s.Pick = drawConfig(t), oneOf(t, "which", 0, 1, 2, 3, 4, 5)
	case "forget and import":
		s.Pick = oneOf(t, "which", 0, 1, 2, 3, 4, 5)
	case "fault":
		s.Config, s.Fault = drawConfig(t), drawFault(t)
	}
	return s
}

// faultPlan is what goes wrong during one apply.
type faultPlan struct {
	Kind   string
	Method string
	After  bool
	Skip   int
	Always bool
}

var faultKinds = []string{"500", "429", "503 with Retry-After", "408", "403", "404 page", "gateway page", "reset", "truncated", "redirect", "nonsense"}

func drawFault(t *rapid.T) faultPlan {
	return faultPlan{
		Kind:   oneOf(t, "kind", faultKinds...),
		Method: oneOf(t, "method", "", http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete),
		After:  rapid.Bool().Draw(t, "after its effect"),
		Skip:   oneOf(t, "skip", 0, 0, 1, 2),
		Always: oneOf(t, "always", false, false, true),
	}
}

func (f faultPlan) fault() emulator.Fault {
	out := emulator.Fault{Method: f.Method, Times: 1, After: f.Skip}
	if f.After {
		out.When = emulator.After
	}
	if f.Always {
		out.Times = 0
	}
	switch f.Kind {
	case "500":
		out.Status = http.StatusInternalServerError
	case "429":
		out.Status, out.When = http.StatusTooManyRequests, emulator.Before
	case "503 with Retry-After": // says that nothing was done
		out.Status, out.When, out.Header = http.StatusServiceUnavailable, emulator.Before, http.Header{"Retry-After": {"0"}}
	case "408":
		out.Status = http.StatusRequestTimeout
	case "403":
		out.Status, out.When = http.StatusForbidden, emulator.Before
	case "404 page":
		out.Status, out.HTML, out.When = http.StatusNotFound, true, emulator.Before
	case "gateway page":
		out.HTML = true
	case "reset":
		out.Reset = true
	case "truncated":
		out.Truncate = true
	case "redirect":
		out.Status, out.Header = http.StatusFound, http.Header{"Location": {"http://elsewhere.invalid/"}}
	case "nonsense":
		out.Status, out.Body = http.StatusOK, `{"object": "nothing"`
	}
	return out
}

// drawConfig draws every attribute in every spelling.
func drawConfig(t *rapid.T) config {
	c := config{"name": drawName(t)}
	maybe := func(name string, draw func() any) {
		if rapid.Bool().Draw(t, name+" is there") {
			c[name] = draw()
		}
	}
	maybe("description", func() any { return oneOf[any](t, "description", nil, "", "Customer traffic", "“quoted” 100 %\n") })
	maybe("icon", func() any { return oneOf[any](t, "icon", nil, "", "🚀", "🎯", "👩‍🚀", "🇮🇹", "⚙️") })
	maybe("defaults", func() any { return drawDefaults(t) })
	maybe("usage_limits", func() any { return drawList(t, drawUsageLimit) })
	maybe("rate_limits", func() any { return drawList(t, drawRateLimit) })
	maybe("force_delete", func() any { return oneOf[any](t, "force_delete", nil, true, false) })
	maybe("deletion_protection", func() any { return oneOf[any](t, "deletion_protection", nil, false, false, true) })
	maybe("allow_duplicate_name", func() any { return oneOf[any](t, "allow_duplicate_name", nil, true, false) })
	return c
}

func drawName(t *rapid.T) string {
	return oneOf(t, "name", "Production", "Staging", "🚀 Production", "🎯 Staging", "🎯 🚀 Both", "🚀", "🚀Glued", "Caffè & Söhne", "Ends in 🚀", "⚙️ Tools", handName)
}

// handName is the name of a workspace that somebody made by hand.
const handName = "By hand"

func drawDefaults(t *rapid.T) any {
	return oneOf[any](t, "defaults", nil, config{}, config{"metadata": nil}, config{"metadata": config{}},
		config{"metadata": config{"team": "payments"}}, config{"metadata": config{"team": "", "environment": "production"}},
		config{"metadata": config{"ключ": "значение", "a.b": "1"}})
}

func drawList(t *rapid.T, draw func(*rapid.T) config) any {
	if rapid.Bool().Draw(t, "is empty") {
		return oneOf[any](t, "empty list", nil, []config{})
	}
	return rapid.SliceOfN(rapid.Custom(draw), 1, 3).Draw(t, "limits")
}

func drawUsageLimit(t *rapid.T) config {
	credit := oneOf(t, "credit_limit", 1, 10, 500, 1_000_000)
	limit := config{"credit_limit": credit}
	put(t, limit, "type", "cost", "tokens", "requests", "cost", nil, "")
	put(t, limit, "alert_threshold", nil, 1, credit)
	switch oneOf(t, "period", "none", "named", "days") {
	case "named":
		put(t, limit, "periodic_reset", nil, "", "weekly", "monthly")
	case "days":
		put(t, limit, "periodic_reset_days", nil, 1, 30, 365)
	}
	put(t, limit, "next_usage_reset_at", nil, "", "2026-01-01T00:00:00Z", "2026-03-16T15:04:05+02:00", "2026-04-20T00:00:00Z", "2027-06-01T23:30:00-03:00")
	return limit
}

func drawRateLimit(t *rapid.T) config {
	limit := config{"value": oneOf(t, "value", 0, 1, 60, 100_000)}
	put(t, limit, "type", "requests", "tokens", "requests", nil, "")
	put(t, limit, "unit", "rps", "rpm", "rph", "rpd", "rpw", nil, "")
	return limit
}

func put(t *rapid.T, limit config, name string, values ...any) {
	if rapid.Bool().Draw(t, name+" is there") {
		limit[name] = oneOf(t, name, values...)
	}
}

// oneOf draws each of the values as often as any other, where rapid's own
// generators favour the first ones. It shrinks to the first.
func oneOf[T any](t *rapid.T, label string, values ...T) T {
	n := 0
	for range bits.Len(uint(len(values))) + 2 {
		n *= 2
		if rapid.Bool().Draw(t, label) {
			n++
		}
	}
	return values[n%len(values)]
}

// respelled is the same configuration in other words: what is empty in another
// of its spellings, lists in another order.
func respelled(c config, like config) config {
	out := maps.Clone(c)
	for _, name := range attributeNames {
		switch list, isList := c[name].([]config); {
		case isList && len(list) > 0:
			reversed := slices.Clone(list)
			slices.Reverse(reversed)
			out[name] = reversed
		case isEmpty(c[name]) && isEmpty(like[name]) && !isFlag(name):
			delete(out, name)
			if value, ok := like[name]; ok {
				out[name] = value
			}
		}
	}
	return out
}

// raised is the same configuration with more to spend, and a budget of another
// kind in front of the others.
func raised(c config) config {
	limits := limitsOf(c, "usage_limits")
	if len(limits) == 0 {
		return c
	}
	more := []config{{"type": "requests", "credit_limit": 11, "periodic_reset_days": 365}}
	for _, limit := range limits {
		limit = maps.Clone(limit)
		limit["credit_limit"] = num(limit["credit_limit"]) + 100
		if limit["periodic_reset_days"] != 365 || limit["type"] != "requests" {
			more = append(more, limit)
		}
	}
	out := maps.Clone(c)
	out["usage_limits"] = more
	return out
}

func isFlag(name string) bool {
	return name == "force_delete" || name == "deletion_protection" || name == "allow_duplicate_name"
}

// isEmpty reports whether a value of an attribute means that there is none.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []config:
		return len(value) == 0
	case config:
		metadata, only := value["metadata"]
		return len(value) == 0 || only && len(value) == 1 && isEmpty(metadata)
	}
	return false
}

func (s step) String() string {
	return fmt.Sprintf("%s %s%s %v (pick %d, fault %+v, then %s)", s.Op, s.Name, s.Edit, s.Config, s.Pick, s.Fault, s.Wait)
}
