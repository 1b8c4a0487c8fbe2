package main

import (
	"flag"
	"fmt"
	"io"
	"net/mail"
	"os"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

type options struct {
	listen  string
	open    bool
	shape   string
	latency time.Duration
	rate    float64
	log     bool
	bodies  bool
	users   []string
	keys    []console.Key
	seed    *console.Seed
	data    string
	version bool
}

const introduction = `portkey-emulator serves an imitation of Portkey's Admin API, and a page at / to look at it.

  eval "$(portkey-emulator -listen 127.0.0.1:8787 | tee /dev/stderr)" &
  portkey-emulator -seed organisation.yaml -key plan='*.read,*.list' -key team@payments

Flags:
`

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("portkey-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, introduction)
		flags.PrintDefaults()
	}
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 selects a free port")
	flags.BoolVar(&o.open, "open-to-network", false, "allow -listen on other addresses than loopback: whoever reaches them can read and change everything, without a key on the page, and with published keys on the API")
	flags.StringVar(&o.shape, "shape", "recorded", "format of a workspace: recorded (as the live API returns it) or documented (as in its documentation)")
	flags.DurationVar(&o.latency, "latency", 0, "duration of every request")
	flags.Float64Var(&o.rate, "rate", 0, "requests per second, above which the response is 429; 0 means no limit")
	flags.Func("users", "e-mail `addresses` of users to add to the organisation, separated by commas", func(text string) error {
		o.users = strings.Split(text, ",")
		return checkAddresses(o.users)
	})
	flags.Func("key", "add an API key, as `name=scope,scope` or name@workspace=scope,scope; scopes may have *, as in *.read, and none means all (repeatable)", func(text string) error {
		key, err := console.ParseKey(text)
		o.keys = append(o.keys, key)
		return err
	})
	flags.Func("seed", "YAML or JSON `file` of what there is at the start, and after a reset", func(name string) (err error) {
		o.seed, err = readSeed(name)
		return err
	})
	flags.StringVar(&o.data, "data", "", "`file` to keep everything in, secrets included, so that it survives a restart; a seed is for the first start only")
	flags.BoolVar(&o.log, "log", false, "print every request to stderr: time, key, method, path, status, and why it was rejected")
	flags.BoolVar(&o.bodies, "log-bodies", false, "print the bodies of requests as well, with the secrets that they have")
	flags.BoolVar(&o.version, "version", false, "print the version")
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

func readSeed(name string) (*console.Seed, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return console.ParseSeed(file)
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

// console is the emulator with the options.
func (o options) console(isLoopback bool, stderr io.Writer) (*console.Console, error) {
	shape := emulator.ShapeRecorded
	if o.shape == "documented" {
		shape = emulator.ShapeDocumented
	}
	made := console.Options{Seed: o.seed, Keys: o.keys, Data: o.data, Loopback: isLoopback}
	if o.log || o.bodies {
		made.Log, made.LogBodies = stderr, o.bodies
	}
	made.New = func(more ...emulator.Option) *emulator.Server {
		// What the vendor's SDKs and published samples send is accepted, known or not.
		api := emulator.New(append(more, emulator.Tolerant(), emulator.WithShape(shape), emulator.WithAnswers(emulator.Answers{FreeDefaults: true}))...)
		for _, address := range o.users {
			api.Add(emulator.Users, "", map[string]any{"email": address})
		}
		api.SetLatency(o.latency)
		if o.rate > 0 {
			api.SetRateLimit(o.rate, max(1, int(o.rate)), true)
		}
		return api
	}
	return console.New(made)
}
