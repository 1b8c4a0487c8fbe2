// Package repo checks the repository itself: pages and their links, examples, guides
// that are done as they say, descriptions, imports, licences and the release.
//
// What a page says is tried. A piece of Terraform in a guide or in the README has to be
// valid by itself. Where a test follows a guide (guide_*_test.go), it runs each piece
// of shell, and puts each piece of configuration into the file that was named last
// before it. Pages in docs/ link to each other without their extension, as the
// registry wants it.
package repo

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// root is the directory of the module, from here.
const root = "../.."

// TestExamples validates every example with the real CLI: each file of examples/ on
// its own, those in wholes together, and each piece of configuration in the README and
// the guides.
func TestExamples(t *testing.T) {
	t.Parallel()
	examples := map[string][]string{}
	for _, file := range exampleFiles(t) {
		examples[strings.TrimPrefix(filepath.ToSlash(file), root+"/examples/")] = []string{read(t, file)}
	}
	for _, name := range wholes {
		for _, file := range glob(t, "examples/"+name+"/*.tf") {
			examples[name] = append(examples[name], read(t, file))
		}
	}
	for _, file := range append(glob(t, "README.md"), glob(t, "templates/guides/*.md.tmpl")...) {
		for i, block := range fenced.FindAllStringSubmatch(read(t, file), -1) {
			examples[fmt.Sprintf("%s %d", filepath.Base(file), i+1)] = []string{block[1]}
		}
	}
	cli := newValidator(t)
	cli.put(t, "teams.yaml", fencedYAML.FindStringSubmatch(read(t, root+"/README.md"))[1])
	modules := map[string][]string{}
	for name, files := range examples {
		if canBeModule(files) {
			modules[name] = files
			continue
		}
		t.Run(name, func(t *testing.T) { cli.validate(t, files...) })
	}
	cli.validateModules(t, modules)
}

// wholes are the directories of examples/ that are one configuration each.
var wholes = []string{"gitops", "organisation", "team"}

// teamModule is the source of the module examples/team, as a reader or another example has it.
var teamModule = regexp.MustCompile(`(source +)= "[^"]*/team"`)

// fenced is a piece of configuration in a page, in a list or not.
var fenced = regexp.MustCompile("(?s)```terraform\n(.*?)\n *```")

// fencedYAML is a file in YAML in a page.
var fencedYAML = regexp.MustCompile("(?s)```yaml\n(.*?)```")

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	return globIn(t, root, pattern)
}

func globIn(t *testing.T, dir, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s matches %d files in %s: %v", pattern, len(files), dir, err)
	}
	return files
}

// TestExamples_everyType holds that each type comes with the examples that its
// page in the registry shows.
func TestExamples_everyType(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	var want []string
	for name := range schemas.ResourceSchemas {
		for _, file := range []string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			want = append(want, filepath.Join(root, "examples", "resources", name, file))
		}
	}
	for name := range schemas.DataSourceSchemas {
		want = append(want, filepath.Join(root, "examples", "data-sources", name, "data-source.tf"))
	}
	for name := range schemas.ListResourceSchemas {
		want = append(want, filepath.Join(root, "examples", "list-resources", name, "list-resource.tfquery.hcl"))
	}
	for name := range schemas.EphemeralResourceSchemas {
		want = append(want, filepath.Join(root, "examples", "ephemeral-resources", name, "ephemeral-resource.tf"))
	}
	for name := range schemas.ActionSchemas {
		want = append(want, filepath.Join(root, "examples", "actions", name, "action.tf"))
	}
	for name := range schemas.Functions {
		file := filepath.Join(root, "examples", "functions", name, "function.tf")
		want = append(want, file)
		if text, err := os.ReadFile(file); err == nil && !strings.Contains(string(text), "provider::portkey::"+name+"(") {
			t.Errorf("%s does not call the function", file)
		}
	}
	for _, file := range want {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

func exampleFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root+"/examples", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(wholes, entry.Name()):
			return fs.SkipDir
		case filepath.Ext(path) == ".tf":
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// required is what an example leaves to the reader's own versions.tf.
const required = `terraform {
  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}
`

// validator is a working directory that was initialised once.
type validator struct {
	sandbox       *tfcli.Sandbox
	dir           string
	lacksIdentity bool
	lacksDestroy  bool // in a removed block, which never destroys there
	lacksActions  bool
	lacksSecrets  bool // ephemeral variables and write-only arguments
	// lacksEphemeral is of a CLI without ephemeral resources, whose values no other
	// block can have.
	lacksEphemeral bool
}

func newValidator(t *testing.T) *validator {
	t.Helper()
	v := &validator{sandbox: harness.NewSandboxWithProvider(t), dir: t.TempDir()}
	v.put(t, "versions.tf", required)
	for _, file := range glob(t, "examples/team/*.tf") {
		v.put(t, "team/"+filepath.Base(file), read(t, file))
	}
	v.init(t)
	version := v.run(t, "version").Stdout
	v.lacksIdentity = !regexp.MustCompile(`^Terraform v1\.(1[2-9]|[2-9]\d)`).MatchString(version)
	v.lacksActions = !regexp.MustCompile(`^Terraform v1\.(1[4-9]|[2-9]\d)`).MatchString(version)
	v.lacksEphemeral = regexp.MustCompile(`^(Terraform v1\.\d\.|OpenTofu v1\.(\d|10)\.)`).MatchString(version)
	v.lacksDestroy = regexp.MustCompile(`^OpenTofu v1\.[89]\.`).MatchString(version)
	v.lacksSecrets = regexp.MustCompile(`^(Terraform v1\.([0-9]|10)|OpenTofu v1\.([0-9]|10))\.`).MatchString(version)
	return v
}

func (v *validator) run(t *testing.T, args ...string) tfcli.Result {
	t.Helper()
	got, err := v.sandbox.Run(t.Context(), v.dir, io.Discard, args...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// init installs what the configuration calls.
func (v *validator) init(t *testing.T) {
	t.Helper()
	if got := v.run(t, "init", "-no-color"); got.Code != 0 {
		t.Fatalf("init failed:\n%s", got.Output)
	}
}

func (v *validator) put(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(v.dir, name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// identity is an import by identity, which Terraform 1.12 brought.
var identity = regexp.MustCompile(`identity = \{\s*(?:workspace_id\s*= "([^"]*)"\s*)?id\s*= "([^"]*)"\s*\}`)

// writeOnly are write-only arguments, and ephemeral variables that they take, which
// Terraform 1.11 brought. The arguments of the same name without the end are sensitive.
var writeOnly = regexp.MustCompile(`(?m)_wo( +=)|^ +\w+_wo_version += .*\n|^ +ephemeral += true\n`)

// constraint is the version of the provider that a page names as an example, which
// the one that is tried here need not be.
var constraint = regexp.MustCompile(`(?m)^ +version += "[^"]*"\n`)

// destroyed is what a removed block says of the object, which OpenTofu 1.10 brought.
var destroyed = regexp.MustCompile(`\n\s*lifecycle \{\s*destroy = false\s*\}`)

// ephemeral is a block that Terraform 1.10 and OpenTofu 1.11 brought.
var ephemeral = regexp.MustCompile(`(?m)^ephemeral `)

// actions are blocks that Terraform 1.14 brought.
var actions = regexp.MustCompile(`(?ms)^action .*?^\}\n`)

// rootOnly is what a module can't hold, or holds with a warning.
var rootOnly = regexp.MustCompile(`(?m)^\s*(import|removed|moved|provider|backend|cloud|check)\b.*\{`)

// imported is an import block that only names what it imports, which can be outside of the
// module that has that.
var imported = regexp.MustCompile(`(?m)^import \{\n  to += \S+\n(?:  .*\n)+\}\n`)

// importedTo is what an import block names.
var importedTo = regexp.MustCompile(`(?m)^  to += `)

// variable is a variable of a configuration.
var variable = regexp.MustCompile(`(?m)^variable "(\w+)"`)

// canBeModule reports whether a configuration can be validated as a module among others.
func canBeModule(files []string) bool {
	return !slices.ContainsFunc(files, func(text string) bool {
		return rootOnly.MatchString(imported.ReplaceAllString(text, ""))
	})
}

// validateModules validates each configuration as a module of one: a run of the CLI
// takes most of a second, and there are many examples. Their variables have unknown
// values, as those of a root have while it is validated.
func (v *validator) validateModules(t *testing.T, modules map[string][]string) {
	t.Helper()
	v.clear(t)
	v.put(t, "main.tf", required+"\nvariable \"unknown\" {\n  type = any\n}\n")
	names := slices.Sorted(maps.Keys(modules))
	for i, name := range names {
		dir := fmt.Sprintf("module_%d", i)
		files := v.adapted(modules[name], "../team")
		var caller strings.Builder
		fmt.Fprintf(&caller, "module %q {\n  source = \"./%s\"\n", dir, dir)
		for _, found := range variable.FindAllStringSubmatch(strings.Join(files, "\n"), -1) {
			fmt.Fprintf(&caller, "  %s = var.unknown\n", found[1])
		}
		caller.WriteString("}\n")
		for j, text := range files {
			for _, block := range imported.FindAllString(text, -1) {
				caller.WriteString(importedTo.ReplaceAllString(block, "  to = module."+dir+"."))
			}
			files[j] = imported.ReplaceAllString(text, "")
		}
		v.put(t, dir+".tf", caller.String())
		v.write(t, dir, files)
	}
	v.init(t)
	found := v.diagnostics(t)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			dir := fmt.Sprintf("module_%d", i)
			for _, one := range found {
				if filepath.Dir(one.Range.Filename) == dir || one.Range.Filename == dir+".tf" {
					t.Errorf("%s: %s", one.Summary, one.Detail)
				}
			}
		})
	}
	if len(found) > 0 {
		t.Errorf("not valid: %+v", found)
	}
}

// validate makes the files the whole configuration and fails on any error or warning.
func (v *validator) validate(t *testing.T, files ...string) {
	t.Helper()
	v.clear(t)
	v.write(t, ".", v.adapted(files, "./team"))
	if slices.ContainsFunc(files, teamModule.MatchString) {
		v.init(t)
	}
	for _, one := range v.diagnostics(t) {
		t.Errorf("%s: %s", one.Summary, one.Detail)
	}
}

// adapted are files as this CLI can read them, with the module of a team where it is from
// there. Before Terraform 1.12 an import by identity is read as one by id, and before 1.14
// there are no actions. A file with an ephemeral resource is left out where there are none.
// Before 1.11 secrets are in arguments that are not write-only.
func (v *validator) adapted(files []string, team string) []string {
	all := slices.Clone(files)
	for i, text := range all {
		if v.lacksIdentity {
			text = identity.ReplaceAllStringFunc(text, func(block string) string {
				parts := identity.FindStringSubmatch(block)
				return fmt.Sprintf("id = %q", path.Join(parts[1], parts[2]))
			})
		}
		if v.lacksDestroy {
			text = destroyed.ReplaceAllString(text, "")
		}
		if v.lacksEphemeral && ephemeral.MatchString(text) {
			text = ""
		}
		if v.lacksActions {
			text = actions.ReplaceAllString(text, "")
		}
		if v.lacksSecrets {
			text = writeOnly.ReplaceAllString(text, "$1")
		}
		text = teamModule.ReplaceAllString(text, `$1= "`+team+`"`)
		all[i] = constraint.ReplaceAllString(text, "")
	}
	return all
}

// write makes the files the configuration of a directory.
func (v *validator) write(t *testing.T, dir string, files []string) {
	t.Helper()
	versions := required
	for i, text := range files {
		if strings.Contains(text, "required_providers") {
			versions = ""
		}
		v.put(t, fmt.Sprintf("%s/example_%d.tf", dir, i), text)
	}
	v.put(t, dir+"/versions.tf", versions)
}

// diagnostic is an error or a warning of terraform validate.
type diagnostic struct {
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
	Range   struct {
		Filename string `json:"filename"`
	} `json:"range"`
}

// diagnostics validates what is there. None means that it is valid.
func (v *validator) diagnostics(t *testing.T) []diagnostic {
	t.Helper()
	got := v.run(t, "validate", "-json")
	var result struct {
		Valid       bool         `json:"valid"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	if err := json.Unmarshal([]byte(got.Stdout), &result); err != nil {
		t.Fatalf("validate did not answer in JSON: %v\n%s", err, got.Output)
	}
	if !result.Valid && len(result.Diagnostics) == 0 {
		t.Error("the configuration is not valid")
	}
	return result.Diagnostics
}

func (v *validator) clear(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(v.dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}
