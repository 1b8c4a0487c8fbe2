// Command portkey-emulator serves the emulated Admin API, to try the provider without an
// account, and to test modules against. It prints the variables to export, and stops on
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
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

// version is that of the release.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "portkey-emulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case o.version:
		_, err := fmt.Fprintln(stdout, "portkey-emulator", version)
		return err
	}
	listener, isLoopback, err := listen(ctx, o)
	if err != nil {
		return err
	}
	served, err := o.console(isLoopback, stderr)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: served, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := announce(stdout, listener.Addr(), isLoopback, served.Keys()); err != nil {
		return errors.Join(err, server.Close(), served.Close())
	}
	select {
	case err := <-failed:
		return errors.Join(err, served.Close())
	case <-ctx.Done():
		return errors.Join(server.Close(), served.Close())
	}
}

// announce prints what a shell can evaluate: the variables for the administrator's key, and
// the others as comments.
func announce(w io.Writer, address net.Addr, isLoopback bool, keys []console.NamedKey) error {
	var text strings.Builder
	fmt.Fprintf(&text, "export PORTKEY_BASE_URL=http://%s/v1\nexport PORTKEY_API_KEY=%s\n", address, keys[0].Secret)
	for _, key := range keys[1:] {
		fmt.Fprintf(&text, "# key %s: PORTKEY_API_KEY=%s\n", key.Name, key.Secret)
	}
	fmt.Fprintf(&text, "# page: http://%s/\n", address)
	if !isLoopback {
		text.WriteString("# Whoever reaches this address can read and change everything. The provider needs allow_insecure_http = true.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// listen accepts only loopback addresses, unless others are allowed explicitly: the keys are
// in the source code.
func listen(ctx context.Context, o options) (listener net.Listener, isLoopback bool, err error) {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return nil, false, fmt.Errorf("-listen %q: %w", o.listen, err)
	}
	ip := net.ParseIP(host)
	isLoopback = host == "localhost" || ip != nil && ip.IsLoopback()
	if !isLoopback && !o.open {
		return nil, false, fmt.Errorf("-listen %q is not a loopback address such as 127.0.0.1:0. With -open-to-network, whoever reaches it "+
			"can read and change all that the emulator has: its keys are published, and its page needs none", o.listen)
	}
	var config net.ListenConfig
	listener, err = config.Listen(ctx, "tcp", o.listen)
	return listener, isLoopback, err
}
