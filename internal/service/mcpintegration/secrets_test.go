package mcpintegration_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A write-only secret is in no state, and goes along with the configurations whatever its
// version, also where these are replaced.
func TestResource_writeOnlySecretsGoAlong(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"merged": {}, "replaced": {WholeConfigurations: true}, "masked": {MaskedConfigurations: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(answers))
			m := env.Create(t, address, writeOnly())
			if state := fmt.Sprint(m.Driver.State(address), m.Driver.Private(address)); strings.Contains(state, token) {
				t.Errorf("the state contains the secret: %s", state)
			}
			m.WantNoDrift(writeOnly())
			config := writeOnly("configurations", `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-b"]}`)
			m.Apply(config)
			m.WantPuts(`{` + whole("x-b") + `}`)
			m.WantNoDrift(config)
			headers := only(t, env).Fields["configurations"].(attrs)["custom_headers"].(attrs)
			if headers["Authorization"] != token {
				t.Errorf("the headers are %v", headers)
			}
		})
	}
}

// What somebody else adds or removes is seen by its name, and what is returned by its value.
func TestResource_edits(t *testing.T) {
	t.Parallel()
	headers := attrs{"X-Tenant": "support", "Authorization": token}
	for name, c := range map[string]struct {
		edit attrs
		want string
	}{
		"a field is added":         {attrs{"jwt_validation": attrs{"jwksUri": "https://theirs.example.com"}}, `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-a"],"jwt_validation":{"jwksUri":"https://theirs.example.com"}}`},
		"a field is removed":       {attrs{"forward_headers": nil}, `{"custom_headers":{"X-Tenant":"support"}}`},
		"a value that is returned": {attrs{"forward_headers": []any{"x-theirs"}}, `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-theirs"]}`},
		"a header is added":        {attrs{"custom_headers": attrs{"X-Tenant": "support", "Authorization": token, "X-Theirs": "t"}}, `{"custom_headers":{"X-Tenant":"support","X-Theirs":"***"},"forward_headers":["x-a"]}`},
		"a header is removed":      {attrs{"custom_headers": attrs{"Authorization": token}}, `{"forward_headers":["x-a"]}`},
		"the value of a header":    {attrs{"custom_headers": attrs{"X-Tenant": "theirs", "Authorization": "theirs"}}, `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-a"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			m := env.Create(t, address, writeOnly())
			env.API.Edit(emulator.MCPIntegrations, only(t, env).ID, attrs{"configurations": c.edit})
			harness.NoErrors(t, m.Driver.Refresh(address))
			m.WantState(attrs{"configurations": c.want})
			m.Apply(writeOnly())
			m.WantNoDrift(writeOnly())
			if has := only(t, env).Fields["configurations"].(attrs); name != "the value of a header" && fmt.Sprint(has["custom_headers"]) != fmt.Sprint(headers) {
				t.Errorf("the configurations are %v", has)
			}
		})
	}
}

// Values that an import does not show are not sent back, and an update without them says so.
func TestResource_importedSecrets(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Add(emulator.MCPIntegrations, "", tickets("configurations", attrs{"custom_headers": attrs{"Authorization": token}, "forward_headers": []any{"x-a"}}))
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.Import(address, "tickets"))
	m.WantState(attrs{"configurations": `{"forward_headers":["x-a"]}`})
	config := tickets("configurations", `{"forward_headers":["x-a"]}`)
	m.WantNoDrift(config)
	edited := tickets("configurations", `{"forward_headers":["x-b"]}`)
	_, diags := m.Driver.Plan(address, edited)
	harness.NoErrors(t, diags)
	if text := fmt.Sprint(diags); !strings.Contains(text, "Configurations are written without their secrets") || !strings.Contains(text, "`custom_headers/Authorization`") {
		t.Errorf("got %s", text)
	}
	m.Apply(edited)
	m.WantPuts(`{"configurations":{"forward_headers":["x-b"]}}`)
	m.Apply(with(edited, "secret_configurations", `{"custom_headers":{"Authorization":"`+token+`"}}`))
	m.WantNoDrift(edited)
	m.Apply(with(edited, "secret_configurations", nil))
	if has := only(t, env).Fields["configurations"].(attrs); has["custom_headers"] != nil {
		t.Errorf("the configurations are %v", has)
	}
}

// What a control plane retains although it was cleared is said once and not planned for ever.
func TestResource_retained(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, secured("description", "For all"))
	keep := env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: http.StatusOK, Body: `{}`})
	config := secured("configurations", `{"custom_headers":{"X-Tenant":"support"}}`)
	_, diags := m.Driver.Converge(address, config)
	keep()
	harness.NoErrors(t, diags)
	for _, word := range []string{"Portkey kept what was removed", "`configurations.forward_headers`", "`description`"} {
		if !strings.Contains(fmt.Sprint(diags), word) {
			t.Errorf("lacks %q: %s", word, diags)
		}
	}
	m.WantEmptyPlan(config)
	env.API.Edit(emulator.MCPIntegrations, only(t, env).ID, attrs{"description": "Theirs"})
	m.Apply(config)
	m.WantState(attrs{"description": nil})
}

// A refusal that repeats a secret does not show it.
func TestResource_refusalHidesSecrets(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Body: `{"success":false,"data":{"message":"bad: ` + token + `","errorCode":"AB01"}}`})
	_, diags := env.Driver(t).Converge(address, writeOnly())
	if text := fmt.Sprint(diags); diags.Err() == nil || strings.Contains(text, token) {
		t.Errorf("got %s", text)
	}
}

// A reference by the id of a secret reference is no difference to the answered slug, and
// what is mapped is no difference to the configurations.
func TestResource_mappings(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	id := env.API.Add(emulator.SecretReferences, "", attrs{"name": "Tickets", "slug": "headers"})
	config := tickets("secret_mappings", []any{attrs{"target_field": "custom_headers", "secret_reference_id": id, "value_format": "json"}})
	m := env.Create(t, address, config)
	m.WantNoDrift(config)
	m.Apply(tickets("secret_mappings", []any{}))
	m.WantPuts(`{"secret_mappings":[]}`)
}
