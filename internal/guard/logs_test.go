package guard_test

import (
	"os"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
)

func TestSkipUnreadLogs(t *testing.T) {
	for name, test := range map[string]struct {
		env       map[string]string
		sdk       string // the level of the libraries
		framework string
	}{
		"nobody reads":                   {nil, "OFF", "OFF"},
		"Terraform's own lines are read": {map[string]string{"TF_LOG_CORE": "TRACE"}, "OFF", "OFF"},
		"all are read":                   {map[string]string{"TF_LOG": "trace"}, "trace", "trace"},
		"the provider's go before all":   {map[string]string{"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "WARN"}, "WARN", "WARN"},
		"one is asked for":               {map[string]string{"TF_LOG_SDK_FRAMEWORK": "DEBUG"}, "OFF", "DEBUG"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{
				"TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_PORTKEY",
			} {
				t.Setenv(variable, test.env[variable])
			}
			guard.SkipUnreadLogs()
			for variable, want := range map[string]string{
				"TF_LOG_SDK": test.sdk, "TF_LOG_SDK_PROTO": test.sdk, "TF_LOG_SDK_FRAMEWORK": test.framework,
				"TF_LOG_PROVIDER_PORTKEY": "", // one line of the provider must be written: see reportCut
			} {
				if got := os.Getenv(variable); got != want {
					t.Errorf("%s is %q, want %q", variable, got, want)
				}
			}
		})
	}
}
