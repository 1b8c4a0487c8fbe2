package repo

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_misspeltKeys gives the typed variable of the guide to budgets what the guide
// says that it catches, since neither Terraform nor the provider finds it elsewhere.
func TestGuide_misspeltKeys(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	sandbox := harness.NewSandboxWithProvider(t, "PORTKEY_BASE_URL="+env.BaseURL, "PORTKEY_API_KEY="+emulator.AdminKey, "TF_CLI_ARGS=-no-color")
	for keys, want := range map[string]string{
		"alert_threshold = 400": "Plan: 1 to add",
		"alert_treshold = 400":  `element 0: attribute "alert_threshold" is required`,
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"main.tf":          pieces(section(t, "budgets-and-limits", "Catch misspelt keys"))[0].text,
			"versions.tf":      required,
			"terraform.tfvars": `usage_limits = [{ type = "cost", credit_limit = 500, periodic_reset = "monthly", ` + keys + " }]\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var output strings.Builder
		for _, command := range []string{"init", "plan"} {
			got, err := sandbox.Run(t.Context(), dir, io.Discard, command)
			if err != nil {
				t.Fatal(err)
			}
			output.WriteString(got.Output)
		}
		if !strings.Contains(strings.Join(strings.Fields(output.String()), " "), want) {
			t.Errorf("%s: the plan does not say %q\n%s", keys, want, output.String())
		}
	}
}
