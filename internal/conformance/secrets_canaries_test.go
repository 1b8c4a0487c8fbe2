package conformance

import (
	"crypto/rand"
	"slices"
	"strings"
)

// The places that are searched.
const (
	sinkLog       = "the log of the CLI and the provider at TRACE"
	sinkRefresh   = "what OpenTofu logs of what a refresh found changed"
	sinkTerminal  = "what the CLI prints"
	sinkJSON      = "what the CLI prints as JSON"
	sinkPlan      = "the plan file"
	sinkState     = "the state and its backup"
	sinkPrivate   = "the private state, decoded"
	sinkDirectory = "what else the CLI leaves in its directory"
	sinkCrash     = "what a panic leaves in the log and tells the user"
	sinkProxy     = "what the proxy receives"
	sinkElsewhere = "what another host is sent"
)

// sinks are those of every CLI.
var sinks = []string{
	sinkLog, sinkTerminal, sinkJSON, sinkPlan, sinkState, sinkPrivate, sinkDirectory, sinkCrash, sinkProxy, sinkElsewhere,
}

// canary is a secret that was made up for one run.
type canary struct {
	name  string
	value string
	// core is a part of the value that no encoding of text touches: it tells
	// of a leak in a form that nobody thought of.
	core string
	// may lists the sinks that it stands in rightfully.
	may []string
}

// special are characters that each encoding writes in its own way.
const special = `"<&>+/ =\`

// newCanary makes a secret with a prefix that says what it is.
func newCanary(name, prefix string, may ...string) *canary {
	core := strings.ToLower(rand.Text())
	return &canary{name: name, value: prefix + core + special + core[:8], core: core, may: may}
}

// canaryOf makes a canary of a secret that has to be what it is.
func canaryOf(name, value string) *canary { return &canary{name: name, value: value, core: value} }

func (c *canary) allowed(sink string) bool { return slices.Contains(c.may, sink) }

// forms are those of the value, and those of its core that are not among them.
func (c *canary) forms() []form {
	all := forms(c.value)
	if c.core == c.value {
		return all
	}
	for _, one := range forms(c.core) {
		all = append(all, form{one.encoding + ", of the middle", one.text})
	}
	return all
}
