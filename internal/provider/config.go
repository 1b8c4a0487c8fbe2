package provider

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The environment variables that arguments default to. An empty one is ignored.
const (
	keyVariable = "PORTKEY_API_KEY"
	urlVariable = "PORTKEY_BASE_URL"
)

const defaultMaxRetries = 4

// summary is the first line of every error about the provider block.
const summary = "Cannot configure provider"

// block is the provider block. Its values may be unknown in a plan.
type block struct {
	APIKey               types.String `tfsdk:"api_key"`
	APIKeyFile           types.String `tfsdk:"api_key_file"`
	BaseURL              types.String `tfsdk:"base_url"`
	AllowInsecureHTTP    types.Bool   `tfsdk:"allow_insecure_http"`
	MaxRetries           types.Number `tfsdk:"max_retries"`
	RequestTimeout       types.String `tfsdk:"request_timeout"`
	MaxRequestsPerSecond types.Number `tfsdk:"max_requests_per_second"`
	Headers              types.Map    `tfsdk:"headers"`
	DefaultMetadata      types.Map    `tfsdk:"default_metadata"`
	CACertFile           types.String `tfsdk:"ca_cert_file"`
	CACertPEM            types.String `tfsdk:"ca_cert_pem"`
	ClientCertFile       types.String `tfsdk:"client_cert_file"`
	ClientCertPEM        types.String `tfsdk:"client_cert_pem"`
	ClientKeyFile        types.String `tfsdk:"client_key_file"`
	ClientKeyPEM         types.String `tfsdk:"client_key_pem"`
}

// pair is an argument and the one for a file that contains its value.
type pair struct {
	name, fileName string
	value, file    types.String
}

func (b block) pairs() []pair {
	return []pair{
		{"api_key", "api_key_file", b.APIKey, b.APIKeyFile},
		{"ca_cert_pem", "ca_cert_file", b.CACertPEM, b.CACertFile},
		{"client_cert_pem", "client_cert_file", b.ClientCertPEM, b.ClientCertFile},
		{"client_key_pem", "client_key_file", b.ClientKeyPEM, b.ClientKeyFile},
	}
}

// validate checks what does not depend on the environment. Unknown values pass, and
// are checked by Configure.
func (b block) validate(diags *diag.Diagnostics) {
	for name, value := range map[string]types.String{"api_key": b.APIKey, "api_key_file": b.APIKeyFile} {
		_, ok := given(value)
		if isOnly := b.APIKey.IsNull() || b.APIKeyFile.IsNull(); isOnly && !ok && !value.IsNull() && !value.IsUnknown() {
			blame(diags, name, name+" is empty, and "+keyVariable+" does not replace an argument that is set, since it may be the key of another organisation. "+
				"Set it, or omit it (null) to use "+keyVariable+".")
		}
	}
	for _, p := range b.pairs() {
		if !p.value.IsNull() && !p.file.IsNull() {
			blame(diags, p.fileName, fmt.Sprintf("Both %s and %s are set. Remove one of them.", p.name, p.fileName))
		}
	}
	if text, ok := given(b.BaseURL); ok {
		if _, err := portkey.ParseBaseURL(text, b.AllowInsecureHTTP.ValueBool() || b.AllowInsecureHTTP.IsUnknown()); err != nil {
			blame(diags, "base_url", inHCL(err))
		}
	}
	b.checkHeaders(diags)
	if key := clean(b.APIKey.ValueString()); key != "" {
		if err := portkey.CheckAPIKey(key); err != nil {
			blame(diags, "api_key", inHCL(err))
			return
		}
		checkKey(diags, "api_key", "api_key", key)
	}
}

// unknown is the name of an argument that the client needs and that is unknown, or "".
func (b block) unknown() string {
	for _, argument := range []struct {
		name  string
		value interface{ IsUnknown() bool }
	}{
		{"api_key", b.APIKey}, {"api_key_file", b.APIKeyFile}, {"base_url", b.BaseURL},
		{"allow_insecure_http", b.AllowInsecureHTTP}, {"max_retries", b.MaxRetries},
		{"request_timeout", b.RequestTimeout}, {"max_requests_per_second", b.MaxRequestsPerSecond},
		{"headers", b.Headers}, {"ca_cert_file", b.CACertFile}, {"ca_cert_pem", b.CACertPEM},
		{"client_cert_file", b.ClientCertFile}, {"client_cert_pem", b.ClientCertPEM},
		{"client_key_file", b.ClientKeyFile}, {"client_key_pem", b.ClientKeyPEM},
	} {
		if argument.value.IsUnknown() {
			return argument.name
		}
	}
	for _, value := range b.Headers.Elements() {
		if value.IsUnknown() {
			return "headers"
		}
	}
	return ""
}

// config is the client's configuration: the block, and the environment for what is
// omitted in it.
func (b block) config(diags *diag.Diagnostics) portkey.Options {
	config := portkey.Options{
		MaxRetries: defaultMaxRetries,
		Headers:    map[string]string{},
	}
	if retries := tfkit.Float(b.MaxRetries); retries != nil {
		config.MaxRetries = int(*retries)
	}
	if most := tfkit.Float(b.MaxRequestsPerSecond); most != nil {
		config.MaxRequestsPerSecond = *most
	}
	if text, ok := given(b.RequestTimeout); ok {
		config.RequestTimeout, _ = time.ParseDuration(text) // checked by its validator
	}
	for name, value := range b.Headers.Elements() {
		config.Headers[name] = headerText(value)
	}
	pairs := b.pairs()
	config.APIKey = pairs[0].read(diags)
	checkKey(diags, "api_key_file", "The file", config.APIKey)
	config.CACertPEM = []byte(pairs[1].read(diags))
	config.ClientCertPEM = []byte(pairs[2].read(diags))
	config.ClientKeyPEM = []byte(pairs[3].read(diags))
	if config.APIKey == "" && !diags.HasError() {
		config.APIKey = clean(os.Getenv(keyVariable))
		checkKey(diags, "api_key", keyVariable, config.APIKey)
	}
	if config.APIKey == "" && !diags.HasError() {
		blame(diags, "api_key", "No API key is set. Export it as "+keyVariable+", or set api_key or api_key_file in the provider block. "+
			"An owner or admin of the organisation creates one in Portkey (https://app.portkey.ai) under Admin Settings, API Keys.")
	}

	text, argument := os.Getenv(urlVariable), urlVariable
	if configured, ok := given(b.BaseURL); ok {
		text, argument = configured, "base_url"
	}
	if strings.TrimSpace(text) != "" {
		base, err := portkey.ParseBaseURL(text, b.AllowInsecureHTTP.ValueBool())
		if err != nil {
			blame(diags, "base_url", argument+" can't be used: "+inHCL(err))
		}
		config.BaseURL = base
	}
	return config
}

// given is a string that is set and not empty.
func given(s types.String) (string, bool) {
	text := strings.TrimSpace(s.ValueString())
	return text, text != ""
}

// headerText is the value of a header, "" for null.
func headerText(value attr.Value) string {
	text, _ := value.(types.String)
	return text.ValueString()
}

// blame puts an error on one argument of the block.
func blame(diags *diag.Diagnostics, argument, detail string) {
	diags.AddAttributeError(path.Root(argument), summary, detail)
}

// blameClient puts an error of the client's configuration on the argument that is the
// source of the value.
func (b block) blameClient(diags *diag.Diagnostics, err error) {
	argument, text := blamed(err), inHCL(err)
	for _, p := range b.pairs() {
		if _, ok := given(p.file); ok {
			argument = strings.Replace(argument, p.name, p.fileName, 1)
			text = strings.ReplaceAll(text, p.name, p.fileName)
		} else if _, ok := given(p.value); !ok && p.name == "api_key" {
			text = strings.ReplaceAll(text, p.name, keyVariable)
		}
	}
	blame(diags, argument, text)
}

// arguments are the fields of the client's configuration by their names in HCL.
var arguments = map[string]string{
	"APIKey":        "api_key",
	"BaseURL":       "base_url",
	"Headers":       "headers",
	"CACertPEM":     "ca_cert_pem",
	"ClientCertPEM": "client_cert_pem",
	"ClientKeyPEM":  "client_key_pem",
}

// blamed is the argument that an error of the client's configuration is about.
func blamed(err error) string {
	var field *portkey.OptionError
	if errors.As(err, &field) {
		if argument, ok := arguments[field.Field]; ok {
			return argument
		}
	}
	return "base_url"
}

// inHCL is an error of the client's configuration, with the names of arguments.
func inHCL(err error) string {
	text := strings.ReplaceAll(err.Error(), "allow insecure http explicitly", "set allow_insecure_http = true")
	for field, argument := range arguments {
		text = strings.ReplaceAll(text, field, argument)
	}
	if !errors.As(err, new(*portkey.OptionError)) { // which begins with the name of an argument
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// userAgent names the provider, its version, and what it runs with.
func userAgent(version, terraform string) string {
	if terraform == "" {
		terraform = "unknown"
	}
	return fmt.Sprintf("terraform-provider-portkey/%s (+https://github.com/portkey-community/terraform-provider-portkey) Terraform/%s %s",
		version, terraform, strings.Fields(runtime.Version())[0])
}
