package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// terraformVersion is what the driver says it is.
const terraformVersion = "1.12.0"

// TB is what the driver needs of a test: *testing.T has it, and the T of a
// property in pgregory.net/rapid.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

// Driver drives a provider server in-process as Terraform does, and keeps the
// state that Terraform would keep. Every verb returns what there is to say as
// Diagnostics; none ends the test. Different addresses may be driven at once.
//
// The rules that Terraform has and does not share as a library (the proposed
// new state, the checks of plans and of results, replacement) are written here
// again; calibration_test.go compares them with the real CLI.
type Driver struct {
	ctx        context.Context
	server     tfprotov6.ProviderServer
	schema     *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
	// lacksWriteOnly is whether the CLI has no write-only arguments.
	lacksWriteOnly bool

	mu    sync.Mutex
	state map[string]*slot
}

// slot is what a state file has at one address.
type slot struct {
	current *instance
	deposed []*instance
}

// instance is one object as a state file has it.
type instance struct {
	schemaVersion   int64
	attributes      []byte // JSON
	private         []byte
	identityVersion int64
	identity        []byte // JSON; nil where there is none
	tainted         bool
}

// object is an instance as the provider knows it.
type object struct {
	value    tftypes.Value
	private  []byte
	identity *tftypes.Value
	tainted  bool
}

// NewDriver returns a driver with an empty state for a server that is not
// configured. It ends the test if the server has no usable schema.
func NewDriver(t TB, server tfprotov6.ProviderServer) *Driver {
	t.Helper()
	all, err := schemasOf(t.Context(), server)
	if err != nil {
		t.Fatalf("%s", err)
	}
	return newDriver(t, server, all)
}

func newDriver(t TB, server tfprotov6.ProviderServer, of schemas) *Driver {
	return &Driver{
		ctx:        t.Context(),
		server:     server,
		schema:     of.GetProviderSchemaResponse,
		identities: of.identities,
		state:      map[string]*slot{},
	}
}

// takeState gives d a copy of the state of another driver.
func (d *Driver) takeState(of *Driver) {
	of.mu.Lock()
	defer of.mu.Unlock()
	for address, s := range of.state {
		d.state[address] = &slot{current: s.current, deposed: slices.Clone(s.deposed)}
	}
}

// WithoutIdentities makes d a Terraform before 1.12, which neither keeps nor
// sends resource identities. It returns d.
func (d *Driver) WithoutIdentities() *Driver {
	d.identities = nil
	return d
}

// WithoutWriteOnly makes d a CLI without write-only arguments, such as Terraform before
// 1.11. It returns d.
func (d *Driver) WithoutWriteOnly() *Driver {
	d.lacksWriteOnly = true
	return d
}

// Configure validates the provider's configuration and configures the provider.
func (d *Driver) Configure(config map[string]any) Diagnostics {
	value, diags := configure(d.schema.Provider.Block.Attributes, config)
	if diags.failed() {
		return diags
	}
	checked, err := d.server.ValidateProviderConfig(d.ctx, &tfprotov6.ValidateProviderConfigRequest{Config: encode(value)})
	if checked != nil {
		diags.add("ValidateProviderConfig", err, checked.Diagnostics)
	}
	if diags.failed() {
		return diags
	}
	resp, err := d.server.ConfigureProvider(d.ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion:   terraformVersion,
		Config:             encode(value),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if resp == nil {
		resp = &tfprotov6.ConfigureProviderResponse{}
	}
	diags.add("ConfigureProvider", err, resp.Diagnostics)
	return diags
}

// Validate validates the configuration of a resource, by its address.
func (d *Driver) Validate(address string, config map[string]any) Diagnostics {
	_, diags := d.validate(typeOf(address), config)
	return diags
}

func (d *Driver) validate(typeName string, config map[string]any) (tftypes.Value, Diagnostics) {
	schema, diags := d.resource(typeName)
	if diags.failed() {
		return tftypes.Value{}, diags
	}
	value, diags := configure(schema.Block.Attributes, config)
	if diags.failed() {
		return value, diags
	}
	resp, err := d.server.ValidateResourceConfig(d.ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName,
		Config:   encode(value),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{
			WriteOnlyAttributesAllowed: !d.lacksWriteOnly,
		},
	})
	if resp == nil {
		resp = &tfprotov6.ValidateResourceConfigResponse{}
	}
	diags.add("ValidateResourceConfig", err, resp.Diagnostics)
	return value, diags
}

// State returns the attributes of the resource at an address as the state file
// has them; nil when there is none.
func (d *Driver) State(address string) map[string]any {
	return decodeState(d.get(address).current, func(i *instance) []byte { return i.attributes })
}

// Identity returns the identity of the resource at an address; nil when the
// state has none.
func (d *Driver) Identity(address string) map[string]any {
	return decodeState(d.get(address).current, func(i *instance) []byte { return i.identity })
}

// Private returns the provider's private state of the resource at an address, with its
// values decoded: the framework stores them in Base64. It is empty if there is none.
func (d *Driver) Private(address string) string {
	current := d.get(address).current
	if current == nil || len(current.private) == 0 {
		return ""
	}
	var values map[string][]byte
	if err := json.Unmarshal(current.private, &values); err != nil {
		panic(err)
	}
	var text strings.Builder
	for name, value := range values {
		fmt.Fprintf(&text, "%s: %s\n", name, value)
	}
	return text.String()
}

// Tainted says whether the resource at an address will be replaced because its
// creation went wrong.
func (d *Driver) Tainted(address string) bool {
	current := d.get(address).current
	return current != nil && current.tainted
}

// Deposed counts the objects at an address that were replaced and are still to
// be destroyed.
func (d *Driver) Deposed(address string) int { return len(d.get(address).deposed) }

// Taint marks the resource at an address for replacement.
func (d *Driver) Taint(address string) {
	d.edit(address, func(s *slot) {
		if s.current != nil {
			tainted := *s.current
			tainted.tainted = true
			s.current = &tainted
		}
	})
}

// Forget drops an address from the state, as terraform state rm does.
func (d *Driver) Forget(address string) {
	d.edit(address, func(s *slot) { *s = slot{} })
}

// DropIdentity makes the state at an address one that a Terraform before 1.12
// wrote: without an identity.
func (d *Driver) DropIdentity(address string) {
	d.edit(address, func(s *slot) {
		if s.current != nil {
			bare := *s.current
			bare.identity, bare.identityVersion = nil, 0
			s.current = &bare
		}
	})
}

func (d *Driver) get(address string) slot {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.state[address]; s != nil {
		return *s
	}
	return slot{}
}

func (d *Driver) edit(address string, change func(*slot)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state[address] == nil {
		d.state[address] = &slot{}
	}
	change(d.state[address])
}

func (d *Driver) setCurrent(address string, i *instance) {
	d.edit(address, func(s *slot) { s.current = i })
}

// resource returns the schema of a type.
func (d *Driver) resource(typeName string) (*tfprotov6.Schema, Diagnostics) {
	var diags Diagnostics
	schema, ok := d.schema.ResourceSchemas[typeName]
	if !ok {
		diags.errorf("Invalid resource type", "the provider has no resource type %q", typeName)
	}
	return schema, diags
}

// store writes an object as a state file has it; nil for one that is absent.
func (d *Driver) store(typeName string, o *object) *instance {
	if o == nil || o.value.IsNull() {
		return nil
	}
	i := &instance{
		schemaVersion: d.schema.ResourceSchemas[typeName].Version,
		attributes:    stateJSON(o.value),
		private:       o.private,
		tainted:       o.tainted,
	}
	if o.identity != nil {
		i.identityVersion = d.identities[typeName].Version
		i.identity = stateJSON(*o.identity)
	}
	return i
}

// load reads an instance, upgrading it to the schema that the provider has.
func (d *Driver) load(typeName string, i *instance) (*object, Diagnostics) {
	schema, diags := d.resource(typeName)
	if diags.failed() || i == nil {
		return nil, diags
	}
	resp, err := d.server.UpgradeResourceState(d.ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeName,
		Version:  i.schemaVersion,
		RawState: &tfprotov6.RawState{JSON: i.attributes},
	})
	if resp == nil {
		resp = &tfprotov6.UpgradeResourceStateResponse{}
	}
	if diags.add("UpgradeResourceState", err, resp.Diagnostics); diags.failed() {
		return nil, diags
	}
	o := &object{private: i.private, tainted: i.tainted}
	if o.value, err = decode(schema.ValueType(), resp.UpgradedState); err != nil {
		diags.errorf("Invalid resource state upgrade", "%s", err)
		return nil, diags
	}
	identitySchema := d.identities[typeName]
	if i.identity == nil || identitySchema == nil {
		return o, diags
	}
	if i.identityVersion == identitySchema.Version { // Terraform asks for upgrades only
		identity, err := fromGo(identitySchema.ValueType(), jsonObject(i.identity))
		if err != nil {
			diags.errorf("Invalid identity in the state", "%s", err)
		}
		o.identity = &identity
		return o, diags
	}
	upgraded, err := d.server.UpgradeResourceIdentity(d.ctx, &tfprotov6.UpgradeResourceIdentityRequest{
		TypeName:    typeName,
		Version:     i.identityVersion,
		RawIdentity: &tfprotov6.RawState{JSON: i.identity},
	})
	if upgraded == nil {
		upgraded = &tfprotov6.UpgradeResourceIdentityResponse{}
	}
	if diags.add("UpgradeResourceIdentity", err, upgraded.Diagnostics); diags.failed() {
		return nil, diags
	}
	o.identity = d.decodeIdentity(typeName, upgraded.UpgradedIdentity, &diags)
	return o, diags
}

// decodeIdentity takes an identity off the wire; nil where there is none.
func (d *Driver) decodeIdentity(typeName string, data *tfprotov6.ResourceIdentityData, diags *Diagnostics) *tftypes.Value {
	schema := d.identities[typeName]
	if schema == nil || data == nil || data.IdentityData == nil {
		return nil
	}
	value, err := decode(schema.ValueType(), data.IdentityData)
	if err != nil {
		diags.errorf("Provider produced an invalid identity", "%s", err)
		return nil
	}
	if value.IsNull() {
		return nil
	}
	return &value
}

func encodeIdentity(identity *tftypes.Value) *tfprotov6.ResourceIdentityData {
	if identity == nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: encode(*identity)}
}

func decodeState(i *instance, part func(*instance) []byte) map[string]any {
	if i == nil || part(i) == nil {
		return nil
	}
	return jsonObject(part(i))
}

// typeOf returns the resource type that an address is of.
func typeOf(address string) string {
	typeName, _, ok := strings.Cut(address, ".")
	if !ok {
		panic(fmt.Sprintf("harness: %q is not an address like portkey_workspace.production", address))
	}
	return typeName
}
