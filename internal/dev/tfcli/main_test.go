package main

import (
	"slices"
	"testing"
)

func TestEnvironment(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path string
		want       []string
	}{
		{
			name: "terraform",
			path: "/opt/it's here/terraform",
			want: []string{`TF_CLI='/opt/it'\''s here/terraform'`, `TF_ACC_TERRAFORM_PATH='/opt/it'\''s here/terraform'`},
		},
		{
			name: "tofu",
			path: "/usr/bin/tofu",
			want: []string{
				"TF_CLI='/usr/bin/tofu'", "TF_ACC_TERRAFORM_PATH='/usr/bin/tofu'",
				"TF_ACC_PROVIDER_HOST=registry.opentofu.org", "TF_ACC_PROVIDER_NAMESPACE=hashicorp",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := environment(tt.path); !slices.Equal(got, tt.want) {
				t.Errorf("environment(%q)\n got %q\nwant %q", tt.path, got, tt.want)
			}
		})
	}
}
