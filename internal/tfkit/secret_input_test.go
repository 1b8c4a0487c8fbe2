package tfkit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	tokenInput   = SecretInput{Name: "token", Version: "auth_wo_version", Required: true}
	headersInput = SecretInput{Name: "headers", Version: "auth_wo_version"}
)

// secretConfig is a configuration of both inputs, in an object and at the top level.
// What values lacks is null, and "?" stands for unknown.
func secretConfig(t *testing.T, values map[string]any) tfsdk.Config {
	t.Helper()
	s := schema.Schema{Attributes: map[string]schema.Attribute{
		"auth":            schema.SingleNestedAttribute{Optional: true, Attributes: tokenInput.Strings("The token.")},
		"auth_wo_version": SecretVersion("`token_wo`"),
	}}
	maps.Copy(s.Attributes, headersInput.Maps("The headers."))
	value := func(kind tftypes.Type, name string) tftypes.Value {
		switch given := values[name].(type) {
		case string:
			if given == "?" {
				return tftypes.NewValue(kind, tftypes.UnknownValue)
			}
			return tftypes.NewValue(kind, given)
		case map[string]string:
			elements := map[string]tftypes.Value{}
			for key, text := range given {
				elements[key] = tftypes.NewValue(tftypes.String, text)
			}
			return tftypes.NewValue(kind, elements)
		case int:
			return tftypes.NewValue(kind, given)
		}
		return tftypes.NewValue(kind, nil)
	}
	root := s.Type().TerraformType(t.Context()).(tftypes.Object)
	auth, texts := root.AttributeTypes["auth"], tftypes.Map{ElementType: tftypes.String}
	return tfsdk.Config{Schema: s, Raw: tftypes.NewValue(root, map[string]tftypes.Value{
		"auth": tftypes.NewValue(auth, map[string]tftypes.Value{
			"token": value(tftypes.String, "token"), "token_wo": value(tftypes.String, "token_wo"),
		}),
		"auth_wo_version": value(tftypes.Number, "version"),
		"headers":         value(texts, "headers"), "headers_wo": value(texts, "headers_wo"),
	})}
}

// validateSecrets runs the validators of both inputs, and returns what they say.
func validateSecrets(t *testing.T, config tfsdk.Config) []string {
	t.Helper()
	var diags diag.Diagnostics
	for name, attribute := range tokenInput.Strings("") {
		at, resp := path.Root("auth").AtName(name), validator.StringResponse{}
		var value types.String
		diags.Append(config.GetAttribute(t.Context(), at, &value)...)
		for _, one := range attribute.(schema.StringAttribute).Validators {
			one.ValidateString(t.Context(), validator.StringRequest{Path: at, Config: config, ConfigValue: value}, &resp)
		}
		diags.Append(resp.Diagnostics...)
	}
	for name, attribute := range headersInput.Maps("") {
		at, resp := path.Root(name), validator.MapResponse{}
		var value types.Map
		diags.Append(config.GetAttribute(t.Context(), at, &value)...)
		for _, one := range attribute.(schema.MapAttribute).Validators {
			one.ValidateMap(t.Context(), validator.MapRequest{Path: at, Config: config, ConfigValue: value}, &resp)
		}
		diags.Append(resp.Diagnostics...)
	}
	var all []string
	for _, d := range diags {
		all = append(all, fmt.Sprintf("%s: %s", d.Severity(), d.Detail()))
	}
	slices.Sort(all)
	return all
}

func TestSecretInput_validators(t *testing.T) {
	t.Parallel()
	set := map[string]string{"a": "s3cret"}
	for name, test := range map[string]struct {
		values map[string]any
		says   []string // the beginning of each diagnostic
	}{
		"x":                             {map[string]any{"token": "s3cret"}, nil},
		"x_wo with its version":         {map[string]any{"token_wo": "s3cret", "version": 1}, nil},
		"x_wo, and a version not known": {map[string]any{"token_wo": "s3cret", "version": "?"}, nil},
		"x_wo without its version":      {map[string]any{"token_wo": "s3cret"}, []string{"Error: The attribute auth.token_wo requires auth_wo_version,"}},
		"a version alone with x":        {map[string]any{"token": "s3cret", "version": 1}, nil},
		"x_wo that is not known":        {map[string]any{"token_wo": "?"}, nil},
		"x that is not known, and x_wo": {map[string]any{"token": "?", "token_wo": "s3cret", "version": 1}, nil},
		"both":                          {map[string]any{"token": "s3cret", "token_wo": "s3cret", "version": 1}, []string{"Error: The attributes auth.token and auth.token_wo are both set."}},
		"an empty x, and x_wo":          {map[string]any{"token": "", "token_wo": "s3cret", "version": 1}, nil},
		"neither":                       {nil, []string{"Error: Neither auth.token nor auth.token_wo is set"}},
		"both empty":                    {map[string]any{"token": "", "token_wo": ""}, []string{"Error: Neither auth.token nor auth.token_wo is set"}},
		"a line end":                    {map[string]any{"token": "s3cret\n"}, []string{"Warning: The attribute auth.token begins or ends with white space"}},
		"a map":                         {map[string]any{"token": "s3cret", "headers": set}, nil},
		"both maps": {
			map[string]any{"token": "s3cret", "headers": set, "headers_wo": set, "version": 1},
			[]string{"Error: The attributes headers and headers_wo are both set."},
		},
		"an empty map":              {map[string]any{"token": "s3cret", "headers": map[string]string{}, "headers_wo": set, "version": 1}, nil},
		"a map without its version": {map[string]any{"token": "s3cret", "headers_wo": set}, []string{"Error: The attribute headers_wo requires auth_wo_version,"}},
		"a line end in a map": {
			map[string]any{"token": "s3cret", "headers": map[string]string{"a": "s3cret\n"}},
			[]string{"Warning: The attribute headers[\"a\"] begins or ends with white space"},
		},
	} {
		said := validateSecrets(t, secretConfig(t, test.values))
		if !slices.EqualFunc(said, test.says, strings.HasPrefix) {
			t.Errorf("%s: the validators say %q", name, said)
		}
		if strings.Contains(strings.Join(said, " "), "s3cret") {
			t.Errorf("%s: a diagnostic repeats the secret: %q", name, said)
		}
	}
}

func TestSecretInput_read(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		values map[string]any
		token  string
		header string
	}{
		"x":       {map[string]any{"token": "plain", "headers": map[string]string{"a": "plain"}}, "plain", "plain"},
		"x_wo":    {map[string]any{"token_wo": "hidden", "headers_wo": map[string]string{"a": "hidden"}}, "hidden", "hidden"},
		"empty x": {map[string]any{"token": "", "token_wo": "hidden", "headers": map[string]string{}, "headers_wo": map[string]string{"a": "hidden"}}, "hidden", "hidden"},
		"neither": {nil, "", ""},
	} {
		var diags diag.Diagnostics
		config := secretConfig(t, test.values)
		token := tokenInput.Text(t.Context(), config, path.Root("auth"), &diags)
		headers := headersInput.Texts(t.Context(), config, path.Empty(), &diags)
		if token != test.token || headers["a"] != test.header || diags.HasError() {
			t.Errorf("%s: read %q and %q: %v", name, token, headers, diags)
		}
	}
}

func TestSecretState(t *testing.T) {
	t.Parallel()
	text, none := types.StringValue, types.StringNull()
	version, unversioned := types.Int64Value, types.Int64Null()
	for name, test := range map[string]struct {
		state, plan SecretState
		same        bool
	}{
		"x as it was":         {SecretState{text("a"), unversioned}, SecretState{text("a"), unversioned}, true},
		"another x":           {SecretState{text("a"), unversioned}, SecretState{text("b"), unversioned}, false},
		"x not known":         {SecretState{text("a"), unversioned}, SecretState{types.StringUnknown(), unversioned}, false},
		"x, and x_wo now":     {SecretState{text("a"), unversioned}, SecretState{none, version(1)}, false},
		"x_wo as it was":      {SecretState{none, version(1)}, SecretState{none, version(1)}, true},
		"another version":     {SecretState{none, version(1)}, SecretState{none, version(2)}, false},
		"after an import":     {SecretState{none, unversioned}, SecretState{none, version(1)}, false},
		"null spelled empty":  {SecretState{none, unversioned}, SecretState{text(""), unversioned}, true},
		"a map spelled empty": {SecretState{types.MapNull(types.StringType), unversioned}, SecretState{TextMap(nil), unversioned}, true},
		"another map":         {SecretState{TextMap(nil), unversioned}, SecretState{TextMap(map[string]string{"a": "b"}), unversioned}, false},
	} {
		if same := test.plan.IsSameAs(test.state); same != test.same {
			t.Errorf("%s: the same is %t", name, same)
		}
	}
}
