package guardrail

import (
	"encoding/json"
	"maps"
	"slices"
)

// kind is the JSON type of a parameter.
type kind int

const (
	kindAny kind = iota
	kindText
	kindNumber
	kindBoolean
	kindList
	kindObject
)

// String is what messages call a value of the kind.
func (k kind) String() string {
	return [...]string{"any value", "a string", "a number", "true or false", "a list", "an object"}[k]
}

// parameter is what is known of a parameter of a check.
type parameter struct {
	kind     kind
	required bool
	// fallback is its default as JSON, "" if it has none, or one that is not documented.
	fallback string
	// values are those of a string, or of the elements of a list; nil is any. Where they are
	// open, there may be more than those that are known.
	values []string
	open   bool
}

// form is what is known of a check.
type form struct {
	parameters map[string]parameter
	// oneOf are parameters of which at least one is required; nil is none.
	oneOf []string
}

type parameters = map[string]parameter

// The parameters, by their kind.
func needed(p parameter) parameter { p.required = true; return p }
func words() parameter             { return parameter{kind: kindText} }
func wordsLike(fallback string) parameter {
	return parameter{kind: kindText, fallback: literal(fallback)}
}
func amount(fallback float64) parameter {
	return parameter{kind: kindNumber, fallback: literal(fallback)}
}
func flag(fallback bool) parameter      { return parameter{kind: kindBoolean, fallback: literal(fallback)} }
func listOf(values ...string) parameter { return parameter{kind: kindList, values: values} }
func record() parameter                 { return parameter{kind: kindObject} }

// choice is a string of which all values are known, the first of them the default.
func choice(values ...string) parameter {
	return parameter{kind: kindText, values: values, fallback: literal(values[0])}
}

// openly lets a parameter have values that are not known.
func openly(p parameter) parameter { p.open = true; return p }

func literal(value any) string {
	written, _ := json.Marshal(value) // strings, numbers and booleans always marshal
	return string(written)
}

// inverted adds not, which inverts the verdict, and timed the timeout in milliseconds that
// a check of an external service has.
func inverted(p parameters) parameters { return with(p, "not", flag(false)) }
func timed(p parameters) parameters    { return with(p, "timeout", amount(5000)) }

func with(p parameters, name string, one parameter) parameters {
	all := parameters{name: one}
	maps.Copy(all, p)
	return all
}

// forwardHeaders is a parameter of every check of an external service: the headers of the
// request that are passed on to it.
const forwardHeaders = "forwardHeaders"

// names are the parameters of a check that are known.
func (f form) names() []string {
	return append(slices.Sorted(maps.Keys(f.parameters)), forwardHeaders)
}

// checkIDs are the checks that are known. The list is open: Portkey adds to it, and plugins
// of a gateway that is hosted by its users do.
func checkIDs() []string { return slices.Sorted(maps.Keys(forms)) }

// forms are the checks that are known: from the published description of the API, the
// open gateway, and the documentation.
var forms = func() map[string]form {
	all := map[string]form{}
	for _, some := range []map[string]parameters{basicChecks, portkeyChecks, partnerChecks} {
		for id, of := range some {
			all[id] = form{parameters: of}
		}
	}
	// The description requires jwksUri, and the newer documentation one of these.
	all["default.jwt"] = form{parameters: basicChecks["default.jwt"], oneOf: []string{"jwksUri", "jwks", "introspectEndpoint"}}
	return all
}()
