package harness

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// AccPrefix starts the names of what acceptance tests create, so that a sweep
// finds what an interrupted one left.
const AccPrefix = "tf-acc-"

// Sweep destroys every object whose name starts with AccPrefix, of each resource
// that can be listed, with what is inside it. It lists all there are and compares
// the names itself.
func (e *Env) Sweep(t TB) error {
	t.Helper()
	d := e.Driver(t)
	var failed []error
	for _, typeName := range slices.Sorted(maps.Keys(d.schema.ListResourceSchemas)) {
		if slices.ContainsFunc(d.schema.ListResourceSchemas[typeName].Block.Attributes, func(one *tfprotov6.SchemaAttribute) bool { return one.Required }) {
			continue // it lists what is in one workspace, and goes with that
		}
		found, listed := d.List(typeName, nil, math.MaxInt64, false)
		failed = append(failed, listed.Err())
		for i, one := range found {
			if strings.Contains(one.DisplayName, AccPrefix) { // after an icon, for example
				err := d.sweep(fmt.Sprintf("%s.left_%d", typeName, i), one.Identity)
				failed = append(failed, err)
			}
		}
	}
	return errors.Join(failed...)
}

// sweep destroys one object, unless its name does not start with the prefix.
func (d *Driver) sweep(address string, identity map[string]any) error {
	if err := d.ImportIdentity(address, identity).Err(); err != nil {
		return err
	}
	config := d.configOf(address)
	if name, _ := config["name"].(string); !strings.HasPrefix(name, AccPrefix) {
		return nil
	}
	if Attribute(d.schema.ResourceSchemas[typeOf(address)].Block.Attributes, "force_delete") != nil {
		config["force_delete"] = true
		if _, diags := d.Converge(address, config); diags.Err() != nil {
			return diags.Err()
		}
	}
	return d.Destroy(address).Err()
}

// configOf is a configuration that the state at an address fulfils.
func (d *Driver) configOf(address string) map[string]any {
	config, state := map[string]any{}, d.State(address)
	for _, attr := range d.schema.ResourceSchemas[typeOf(address)].Block.Attributes {
		if value := state[attr.Name]; value != nil && (attr.Required || attr.Optional) {
			config[attr.Name] = value
		}
	}
	return config
}
