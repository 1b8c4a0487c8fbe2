// Command emulator serves the emulated Admin API on a loopback port, to try the
// provider without an account. It prints the two variables to export, and stops on
// SIGINT or SIGTERM.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/mail"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "emulator:", err)
		os.Exit(1)
	}
}

type options struct {
	listen  string
	shape   string
	latency time.Duration
	rate    float64
	log     bool
	users   []string
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 selects a free port")
	flags.StringVar(&o.shape, "shape", "recorded", "format of a workspace: recorded (as the live API returns it) or documented (as in its documentation)")
	flags.DurationVar(&o.latency, "latency", 0, "duration of every request")
	flags.Float64Var(&o.rate, "rate", 0, "requests per second, above which the response is 429; 0 means no limit")
	flags.Func("users", "e-mail `addresses` of users to add to the organisation, separated by commas", func(text string) error {
		o.users = strings.Split(text, ",")
		return checkAddresses(o.users)
	})
	flags.BoolVar(&o.log, "log", false, "print every request to stderr: method, path, body")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	if o.shape != "recorded" && o.shape != "documented" {
		return o, fmt.Errorf("-shape %q is neither recorded nor documented", o.shape)
	}
	return o, nil
}

// checkAddresses wants addresses that no two users share.
func checkAddresses(addresses []string) error {
	known := map[string]bool{emulator.OwnerEmail: true}
	for _, address := range addresses {
		if parsed, err := mail.ParseAddress(address); err != nil || parsed.Address != address {
			return fmt.Errorf("%q is not an e-mail address", address)
		}
		if known[strings.ToLower(address)] {
			return fmt.Errorf("%q is already a user", address)
		}
		known[strings.ToLower(address)] = true
	}
	return nil
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(o, stderr), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	_, err = fmt.Fprintf(stdout, "export PORTKEY_BASE_URL=http://%s/v1\nexport PORTKEY_API_KEY=%s\n", listener.Addr(), emulator.AdminKey)
	if err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// listen accepts only loopback addresses, since the key is in the source code.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen %q: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("-listen %q is not a loopback address such as 127.0.0.1:0", address)
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}

// handler is the API with the options.
func handler(o options, stderr io.Writer) http.Handler {
	shape := emulator.ShapeRecorded
	if o.shape == "documented" {
		shape = emulator.ShapeDocumented
	}
	// What the vendor's SDKs and published samples send is accepted, known or not.
	api := emulator.New(emulator.Tolerant(), emulator.WithShape(shape), emulator.WithAnswers(emulator.Answers{FreeDefaults: true}))
	for _, address := range o.users {
		api.Add(emulator.Users, "", map[string]any{"email": address})
	}
	api.SetLatency(o.latency)
	if o.rate > 0 {
		api.SetRateLimit(o.rate, max(1, int(o.rate)), true)
	}
	if o.log {
		api.OnRequest(func(r emulator.Request) { printRequest(stderr, r) })
	}
	return api
}

// printRequest prints one request. Errors of the log are ignored.
func printRequest(w io.Writer, r emulator.Request) {
	path := r.Path
	if r.RawQuery != "" {
		path += "?" + r.RawQuery
	}
	line := fmt.Sprintf("%s %s", r.Method, path)
	if len(r.Body) > 0 {
		line += " " + string(r.Body)
	}
	fmt.Fprintln(w, line)
}
