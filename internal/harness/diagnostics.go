package harness

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Diagnostic is an error or a warning: the provider's, or the driver's own
// where Terraform would have refused what the provider answered.
type Diagnostic struct {
	Warning bool
	Summary string
	Detail  string
	// Attribute is the path as it is written in a configuration, for example
	// usage_limits[0].type; empty when none is at fault.
	Attribute string
}

// String returns all of it on one line or more, as a test prints it.
func (d Diagnostic) String() string {
	kind := "error"
	if d.Warning {
		kind = "warning"
	}
	if d.Attribute != "" {
		kind += " at " + d.Attribute
	}
	return fmt.Sprintf("%s: %s: %s", kind, d.Summary, d.Detail)
}

// Diagnostics is what a verb of the driver has to say.
type Diagnostics []Diagnostic

// Err returns the errors as one error, nil when there are none.
func (ds Diagnostics) Err() error {
	var errs []error
	for _, d := range ds {
		if !d.Warning {
			errs = append(errs, errors.New(d.String()))
		}
	}
	return errors.Join(errs...)
}

// Warnings returns the warnings.
func (ds Diagnostics) Warnings() Diagnostics {
	var warnings Diagnostics
	for _, d := range ds {
		if d.Warning {
			warnings = append(warnings, d)
		}
	}
	return warnings
}

// String returns the diagnostics one below the other.
func (ds Diagnostics) String() string {
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

func (ds Diagnostics) failed() bool { return ds.Err() != nil }

// add appends what the provider answered: its diagnostics, and the error that
// stands for an answer that never came.
func (ds *Diagnostics) add(rpc string, err error, answered []*tfprotov6.Diagnostic) {
	for _, d := range answered {
		*ds = append(*ds, Diagnostic{
			Warning:   d.Severity == tfprotov6.DiagnosticSeverityWarning,
			Summary:   d.Summary,
			Detail:    d.Detail,
			Attribute: pathString(d.Attribute),
		})
	}
	if err != nil {
		ds.errorf("Plugin error", "%s: %s", rpc, err)
	}
}

func (ds *Diagnostics) errorf(summary, format string, args ...any) {
	*ds = append(*ds, Diagnostic{Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// problem is one way in which a value breaks the protocol.
type problem struct {
	path *tftypes.AttributePath
	text string
}

type problems []problem

func (ps *problems) addf(path *tftypes.AttributePath, format string, args ...any) {
	*ps = append(*ps, problem{path, fmt.Sprintf(format, args...)})
}

// report turns problems into errors under Terraform's summary for them.
func (ds *Diagnostics) report(summary string, ps problems) {
	for _, p := range ps {
		*ds = append(*ds, Diagnostic{Summary: summary, Detail: p.text, Attribute: pathString(p.path)})
	}
}

func pathString(path *tftypes.AttributePath) string {
	if path == nil {
		return ""
	}
	var b strings.Builder
	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(string(step))
		case tftypes.ElementKeyString:
			b.WriteString("[" + strconv.Quote(string(step)) + "]")
		case tftypes.ElementKeyInt:
			b.WriteString("[" + strconv.FormatInt(int64(step), 10) + "]")
		case tftypes.ElementKeyValue:
			b.WriteString("[...]")
		}
	}
	return b.String()
}
