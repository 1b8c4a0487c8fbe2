// Command portkey-adopt writes the Terraform configuration of an existing organisation: HCL, the
// import blocks for it, and a report of what Portkey does not return. It only reads.
//
// Start reading at [adopt]: survey.go reads the organisation through the provider itself, in
// this process (provider.go), by the table in nouns.go; the other files turn the states into HCL.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is that of the release.
var version = "dev"

// errIncomplete is returned if files were written, but something could not be read.
var errIncomplete = errors.New("something could not be read, as the report says")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, errIncomplete):
		fmt.Fprintln(os.Stderr, "portkey-adopt:", err)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "portkey-adopt:", err)
		os.Exit(1)
	}
}

const introduction = `portkey-adopt writes the Terraform configuration of an existing organisation. It only reads:
a key with the scopes *.list and *.read is enough.

  export PORTKEY_API_KEY=...        # and PORTKEY_BASE_URL for a self-hosted control plane
  portkey-adopt -out portkey
  cd portkey && terraform init && terraform plan

Then read REPORT.md. The exit code is 2 if files were written but something could not be read.

Flags:
`

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("portkey-adopt", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, introduction)
		flags.PrintDefaults()
	}
	out := flags.String("out", "", "`directory` to write to, which must not exist or be empty")
	insecure := flags.Bool("allow-insecure-http", false, "allow an address with http:// that is not a loopback address")
	printVersion := flags.Bool("version", false, "print the version")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case *printVersion:
		_, err := fmt.Fprintln(stdout, "portkey-adopt", version)
		return err
	case flags.NArg() > 0:
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	case *out == "":
		return errors.New("-out is required: the directory to write to")
	}
	if err := checkEmpty(*out); err != nil {
		return err
	}
	portkey, err := open(ctx, *insecure)
	if err != nil {
		return err
	}
	return adopt(ctx, portkey, *out, stdout)
}

// adopt writes the configuration of what the key may read into a directory.
func adopt(ctx context.Context, portkey *reader, out string, stdout io.Writer) error {
	found := newSurvey(portkey).all(ctx)
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: nothing was written", err)
	}
	if len(found.objects) == 0 && len(found.failures) > 0 {
		return fmt.Errorf("nothing was written: nothing could be read.\n%s", found.failures[0].problem)
	}
	module := newModule(ctx, portkey, found)
	if err := write(out, module.files()); err != nil {
		return err
	}
	if _, err := io.WriteString(stdout, module.summary(out)); err != nil {
		return err
	}
	if len(module.failures) > 0 {
		return errIncomplete
	}
	return nil
}
