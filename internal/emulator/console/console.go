package console

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// Options are what a [Console] is made of.
type Options struct {
	// New creates the emulator, before the seed.
	New func(...emulator.Option) *emulator.Server
	// Seed is what the emulator starts with, and is reset to; nil is nothing.
	Seed *Seed
	// Keys are those beside the seed's.
	Keys []Key
	// Data is the file that the emulator's data survive a restart in; "" is none.
	Data string
	// Log receives a line for each request to the API; nil is none. LogBodies adds the bodies
	// of requests, with the secrets that they have.
	Log       io.Writer
	LogBodies bool
	// Loopback is that the console is only reached by an address of the machine itself.
	// Then requests by other names are rejected: the browser could have sent them for a page
	// of somebody else's.
	Loopback bool
}

// Console is an emulator with what makes it a program. It is an [http.Handler], safe for
// concurrent use.
type Console struct {
	options Options
	handler http.Handler
	// api is replaced by a reset.
	api atomic.Pointer[emulator.Server]

	mu     sync.Mutex
	keys   []NamedKey
	faults []standing
	saver  *saver
}

// kept is how many requests the log has, and how many writes the audit log.
const kept = 1000

// New creates the emulator, with what the file of its data has, else with the seed.
func New(o Options) (*Console, error) {
	c := &Console{options: o}
	api, keys, err := c.fresh(o.Seed)
	if err != nil {
		return nil, err
	}
	if o.Data != "" {
		if api, keys, err = c.continued(api, keys); err != nil {
			return nil, err
		}
		c.saver = startSaver(func() error { return save(c.api.Load(), c.Keys(), o.Data) })
	}
	c.start(api, keys)
	protection := http.NewCrossOriginProtection()
	c.handler = protection.Handler(c.routes())
	return c, nil
}

// continued is the emulator with the data of the last run and the keys of this one; where
// there was no last run, it is the fresh one.
func (c *Console) continued(fresh *emulator.Server, keys []NamedKey) (*emulator.Server, []NamedKey, error) {
	api := c.empty()
	saved, found, err := load(api, c.options.Data)
	if err != nil || !found {
		return fresh, keys, err
	}
	isOption := func(key NamedKey) bool {
		return slices.ContainsFunc(c.options.Keys, func(k Key) bool { return k.Name == key.Name })
	}
	return c.withKeys(api, slices.DeleteFunc(saved, isOption))
}

// fresh is a new emulator with a seed, and its keys.
func (c *Console) fresh(seed *Seed) (*emulator.Server, []NamedKey, error) {
	api := c.empty()
	keys, err := seed.plant(api)
	if err != nil {
		return nil, nil, err
	}
	return c.withKeys(api, keys)
}

// empty is a new emulator.
func (c *Console) empty() *emulator.Server {
	options := []emulator.Option{emulator.KeepRequests(kept)}
	if c.options.Data != "" { // the ids of the last run may be in use
		options = append(options, emulator.WithSeed(uint64(time.Now().UnixNano()))) //nolint:gosec // any number does
	}
	return c.options.New(options...)
}

// withKeys adds the keys of the program's options.
func (c *Console) withKeys(api *emulator.Server, keys []NamedKey) (*emulator.Server, []NamedKey, error) {
	for _, key := range c.options.Keys {
		key.organisation = api.OrganisationID()
		added, err := key.add(api)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, added)
	}
	return api, keys, nil
}

// start answers from an emulator from here on.
func (c *Console) start(api *emulator.Server, keys []NamedKey) {
	c.mu.Lock()
	c.keys, c.faults = keys, nil
	c.mu.Unlock()
	names := keyNames(keys)
	api.OnRequest(func(r emulator.Request) {
		if c.options.Log != nil {
			logRequest(c.options.Log, r, names[r.Key], c.options.LogBodies)
		}
		if r.Effect && c.saver != nil {
			c.saver.changed()
		}
	})
	c.api.Store(api)
}

// Keys are those of the program's options and of the seed, that of the administrator first.
func (c *Console) Keys() []NamedKey {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]NamedKey{}, c.keys...)
}

// Close saves what has changed.
func (c *Console) Close() error {
	if c.saver == nil {
		return nil
	}
	return c.saver.close()
}

// ServeHTTP answers a request of the API, or one of the console's own.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !isOwn(r.URL.Path) {
		c.api.Load().ServeHTTP(w, r)
		return
	}
	if c.options.Loopback && !isLoopback(r.Host) {
		http.Error(w, "This emulator is reached by localhost or a loopback address.", http.StatusMisdirectedRequest)
		return
	}
	c.handler.ServeHTTP(w, r)
}

// isOwn reports whether a path is one of the console's own, and not of the API.
func isOwn(path string) bool {
	return path == "/" || path == "/healthz" || strings.HasPrefix(path, "/_emulator")
}

func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// logRequest prints the time, whose key it was, the method, the path, the status, and what a
// refused request was answered. No key is printed, and the body only if that is wanted.
func logRequest(w io.Writer, r emulator.Request, key string, isWhole bool) {
	path := r.Path
	if r.RawQuery != "" {
		path += "?" + r.RawQuery
	}
	if key == "" {
		key = "-"
	}
	status := fmt.Sprint(r.Status)
	if r.Status == 0 {
		status = "no response"
	}
	line := fmt.Sprintf("%s %s %s %s %s", r.At.Format(time.RFC3339), key, r.Method, path, status)
	if len(r.Refusal) > 0 {
		line += " " + message(r.Refusal)
	}
	if isWhole && len(r.Body) > 0 {
		line += " " + string(r.Body)
	}
	_, _ = fmt.Fprintln(w, line) // nobody would read of it
}
