package repo

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_testingModules runs the tests of examples/testing-modules, which the
// guide shows: against the emulator and with mocks, and over a module that is
// wrong, which both must find.
func TestGuide_testingModules(t *testing.T) {
	t.Parallel()
	e := newExample(t, "testing-modules")
	env, run := e.env, e.run
	e.mocks("3 passed, 0 failed.")

	e.emulated("4 passed, 0 failed.")
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if got := len(env.API.Bodies(method, "")); got != 1 {
			t.Errorf("%d requests of %s", got, method)
		}
	}
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}

	e.replace("main.tf", "* 0.8)", "* 0.9)")
	output := run(1, "test")
	inOrder(t, output, `run "look_again"... fail`, `run "alerts_at_80_percent"... fail`, "5 passed, 2 failed.")
}

// TestGuide_testingPipelines compares the services of the pipelines with the emulator's image,
// and their variables with the emulator.
func TestGuide_testingPipelines(t *testing.T) {
	t.Parallel()
	var github struct {
		Jobs struct {
			Test struct {
				Services map[string]struct {
					Image string   `yaml:"image"`
					Ports []string `yaml:"ports"`
				} `yaml:"services"`
				Env map[string]string `yaml:"env"`
			} `yaml:"test"`
		} `yaml:"jobs"`
	}
	var gitlab struct {
		Test struct {
			Services []struct {
				Name  string `yaml:"name"`
				Alias string `yaml:"alias"`
			} `yaml:"services"`
			Variables map[string]string `yaml:"variables"`
		} `yaml:"test"`
	}
	for file, into := range map[string]any{".github/workflows/test.yml": &github, ".gitlab-ci.yml": &gitlab} {
		if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root, "examples", "testing-modules", file))), into); err != nil {
			t.Fatal(err)
		}
	}
	image, release := github.Jobs.Test.Services["portkey"], read(t, filepath.Join(root, ".goreleaser.yml"))
	if name, _, _ := strings.Cut(image.Image, ":"); len(gitlab.Test.Services) != 1 || gitlab.Test.Services[0].Name != image.Image || !strings.Contains(release, name) {
		t.Errorf("the images are %v and %v", image, gitlab.Test.Services)
	}
	port := regexp.MustCompile(`(?m)^EXPOSE (\d+)$`).FindStringSubmatch(read(t, filepath.Join(root, "internal", "cmd", "portkey-emulator", "Dockerfile")))[1]
	if want := []string{port + ":" + port}; !slices.Equal(image.Ports, want) {
		t.Errorf("the ports are %v, want %v", image.Ports, want)
	}
	for host, variables := range map[string]map[string]string{"127.0.0.1": github.Jobs.Test.Env, gitlab.Test.Services[0].Alias: gitlab.Test.Variables} {
		want := map[string]string{"PORTKEY_BASE_URL": "http://" + host + ":" + port + "/v1", "PORTKEY_API_KEY": emulator.AdminKey}
		if !maps.Equal(variables, want) {
			t.Errorf("the variables are %v, want %v", variables, want)
		}
	}
}

// TestGuide_testingLists runs the test of a module that reads a list, which Terraform
// cannot mock, as the guide shows it.
func TestGuide_testingLists(t *testing.T) {
	t.Parallel()
	sandbox := harness.NewSandboxWithProvider(t, "TF_CLI_ARGS=-no-color")
	module := t.TempDir()
	for _, one := range pieces(section(t, "testing-modules", "Mock a list of workspaces")) {
		file := filepath.Join(module, filepath.FromSlash(one.file))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(one.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range []string{"init", "test"} {
		got, err := sandbox.Run(t.Context(), module, io.Discard, command)
		if err != nil || got.Code != 0 || command == "test" && !strings.Contains(got.Output, "1 passed, 0 failed.") {
			t.Fatalf("%s: exit code %d, %v\n%s", command, got.Code, err, got.Output)
		}
	}
}

// TestGuide_testingSeed starts the emulator with the seed of the guide, and sends the requests
// that it names.
func TestGuide_testingSeed(t *testing.T) {
	t.Parallel()
	text := section(t, "testing-modules", "Start with what your organisation has")
	seed, err := console.ParseSeed(strings.NewReader(pieces(text)[0].text))
	if err != nil {
		t.Fatal(err)
	}
	made, err := console.New(console.Options{
		New:  func(options ...emulator.Option) *emulator.Server { return emulator.New(options...) },
		Seed: seed, Loopback: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	send := func(method, path, body string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		if answer, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
			t.Errorf("%s %s %s: %d %s", method, path, body, response.StatusCode, answer)
		}
	}
	send(http.MethodPost, "/_emulator/reset", pieces(text)[0].text)
	row := regexp.MustCompile("(?m)^\\| `(GET|POST) (/[^`{]+)` \\|(.*)$")
	rows := row.FindAllStringSubmatch(section(t, "testing-modules", "Make things happen"), -1)
	for _, one := range rows {
		example := regexp.MustCompile("`(\\{[^`]*\\})`").FindStringSubmatch(one[3])
		if one[1] == http.MethodGet || strings.HasSuffix(one[2], "/reset") {
			example = []string{"", ""}
		}
		if example == nil {
			t.Errorf("%s %s has no example", one[1], one[2])
			continue
		}
		send(one[1], one[2], example[1])
	}
	const least = 7
	if len(rows) < least {
		t.Errorf("the table has %d requests", len(rows))
	}
	flags := regexp.MustCompile("-key ([a-z]+(?:@[a-z]+)?(?:=[a-z_.*,]+)?)").FindAllStringSubmatch(
		read(t, filepath.Join(root, "templates", "guides", "testing-modules.md.tmpl"))+read(t, filepath.Join(root, "templates", "guides", "gitops.md.tmpl")), -1)
	for _, flag := range flags {
		if _, err := console.ParseKey(flag[1]); err != nil {
			t.Error(err)
		}
	}
	if len(flags) < 4 {
		t.Errorf("the guides have %d keys", len(flags))
	}
}
