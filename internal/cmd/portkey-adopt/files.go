package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// checkEmpty is an error unless a directory is empty or does not exist.
func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty: it has %s. Name a directory that does not exist; nothing is overwritten", dir, entries[0].Name())
	}
	return err
}

// write writes files into a directory. None of them may exist.
func write(dir string, files map[string]string) error {
	if err := checkEmpty(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for name, content := range files {
		file, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the names are created here
		if err != nil {
			return err
		}
		_, err = file.WriteString(content)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// file is that of a block: of its workspace, or of its noun.
func (m *module) file(b *block) string {
	if home := m.names.of(workspaces, b.home()); home != "" {
		return "workspace_" + home + ".tf"
	}
	if b.noun.file != "" {
		return b.noun.file
	}
	return organisationFile
}

// files are the files of the module, by name.
func (m *module) files() map[string]string {
	parts := map[string][]string{}
	grouped := map[string]bool{}
	for _, b := range m.blocks {
		file := m.file(b)
		if b.key() == "" {
			parts[file] = append(parts[file], m.resource(b))
			continue
		}
		if name := b.kind() + "." + b.name; !grouped[name] {
			grouped[name] = true
			parts[file] = append(parts[file], m.group(m.ofGroup(b)))
		}
	}
	files := map[string]string{"imports.tf": m.imports()}
	for name, blocks := range parts {
		files[name] = strings.Join(blocks, "\n")
	}
	if len(m.variables) > 0 {
		files["variables.tf"] = m.inputs()
	}
	files["versions.tf"] = m.versions()
	for name, content := range files {
		files[name] = string(hclwrite.Format([]byte(content)))
	}
	files["REPORT.md"] = m.report()
	return files
}

// ofGroup are the blocks of the for_each that a block is of.
func (m *module) ofGroup(b *block) []*block {
	var all []*block
	for _, one := range m.blocks {
		if one.kind() == b.kind() && one.name == b.name && one.key() != "" {
			all = append(all, one)
		}
	}
	return all
}

var released = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// versions are the requirements of the module: those of the provider, and Terraform 1.11 for
// write-only attributes.
func (m *module) versions() string {
	cli, constraint := "1.8", ""
	if slices.ContainsFunc(m.variables, func(v variable) bool { return v.ephemeral }) {
		cli = "1.11"
	}
	if released.MatchString(version) {
		constraint = fmt.Sprintf("\n      version = %q", "~> "+version)
	}
	return fmt.Sprintf(`terraform {
  required_version = ">= %s"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"%s
    }
  }
}

# PORTKEY_API_KEY and PORTKEY_BASE_URL configure it.
provider "portkey" {}
`, cli, constraint)
}

// inputs are the variables of the module.
func (m *module) inputs() string {
	var out strings.Builder
	out.WriteString("# Secrets, which are in none of these files. Set each as TF_VAR_<name>.\n")
	for _, v := range m.variables {
		fmt.Fprintf(&out, "\nvariable %q {\n  description = %s\n  type = string\n  sensitive = true\n", v.name, quoted("The secret "+v.attribute+" of "+v.address+"."))
		if v.ephemeral {
			out.WriteString("  ephemeral = true\n")
		}
		out.WriteString("}\n")
	}
	return out.String()
}
