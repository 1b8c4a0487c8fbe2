// Command portkey-convert rewrites configuration of the provider portkey-ai/portkey for this
// provider, and prints it. Comments, and blocks that need no change, are kept.
//
// Start reading at [convert]: types.go has what differs of each type, the other files change
// blocks, expressions and what is left of the vendor's forms.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// version is that of the release.
var version = "dev"

const introduction = `portkey-convert rewrites configuration of portkey-ai/portkey for portkey-community/portkey.

  portkey-convert main.tf                print the converted main.tf
  portkey-convert -w .                   rewrite the files of this directory
  portkey-convert -beside community -w . keep portkey-ai/portkey for the other types

A directory means the .tf and .tofu files in it, and the tests of the module in it and in
tests/. The blocks with changes are formatted as by terraform fmt. What needs a decision is
printed on standard error. Files in JSON (.tf.json) are not read.

Flags:
`

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "portkey-convert:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("portkey-convert", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, introduction)
		flags.PrintDefaults()
	}
	inPlace := flags.Bool("w", false, "write the files instead of printing them")
	beside := flags.String("beside", "", "keep portkey-ai/portkey for the types that this provider lacks, and use this provider under the local `name`")
	printVersion := flags.Bool("version", false, "print the version")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case *printVersion:
		_, err := fmt.Fprintln(stdout, "portkey-convert", version)
		return err
	}
	if *beside != "" && !hclsyntax.ValidIdentifier(*beside) {
		return fmt.Errorf("-beside %q is not a valid name of a provider", *beside)
	}
	paths, err := sources(flags.Args())
	if err != nil {
		return err
	}
	texts := map[string][]byte{}
	for _, path := range paths {
		if texts[path], err = os.ReadFile(path); err != nil { //nolint:gosec // the user names it
			return err
		}
	}
	have, err := ourTypes(ctx)
	if err != nil {
		return err
	}
	converted, notes, err := convert(texts, have, *beside)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintln(stderr, note)
	}
	for _, path := range paths {
		switch {
		case *inPlace && string(converted[path]) != string(texts[path]):
			err = os.WriteFile(path, converted[path], 0o644) //nolint:gosec // as Terraform's own fmt writes it
		case !*inPlace && len(paths) > 1:
			_, err = fmt.Fprintf(stdout, "# %s\n\n%s\n", path, converted[path])
		case !*inPlace:
			_, err = stdout.Write(converted[path])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// patterns are the files of a directory that are read.
var patterns = []string{"*.tf", "*.tofu", "*.tftest.hcl", "*.tofutest.hcl", "tests/*.tftest.hcl", "tests/*.tofutest.hcl"}

// sources are the files that the arguments name.
func sources(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, err
		}
		found := []string{arg}
		if info.IsDir() {
			found = nil
			for _, pattern := range patterns {
				matches, err := filepath.Glob(filepath.Join(arg, filepath.FromSlash(pattern)))
				if err != nil {
					return nil, err
				}
				found = append(found, matches...)
			}
		}
		paths = append(paths, found...)
	}
	if len(paths) == 0 {
		return nil, errors.New("name .tf files, or a directory that contains some")
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}
