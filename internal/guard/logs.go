package guard

import (
	"cmp"
	"os"
)

// SkipUnreadLogs keeps the plugin libraries from writing what nobody reads. main
// calls it once, before it serves.
//
// Terraform shows lines of a provider from the level on that TF_LOG_PROVIDER
// names, else TF_LOG, and drops the others. The libraries don't know: unless
// configured, they write every line, as JSON through a pipe, a quarter of a provider's
// CPU time in an apply. What is set in the environment for them is left alone. So
// are the provider's own lines, which are few: reportCut wants one of them
// written.
func SkipUnreadLogs() {
	read := cmp.Or(os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG"), "OFF")
	for _, library := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if os.Getenv(library) == "" {
			_ = os.Setenv(library, read) // fails for names and values that no environment can have
		}
	}
}
