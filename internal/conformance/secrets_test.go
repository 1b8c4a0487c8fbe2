package conformance

import (
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// secretRoundsAtMost ends the test with a CLI that logs little as well.
const secretRoundsAtMost = 400

// TestSecrets gives the provider made-up secrets in every way there is, lets the
// real CLI run with everything logged, and searches all that is left of that:
// logs, terminal, plan, state, private state, what a panic leaves, and what
// anybody but the control plane is sent. It stops when it has searched enough.
func TestSecrets(t *testing.T) {
	t.Parallel()
	cli := harness.FindCLI(t)
	mirror := t.TempDir()
	builder, err := tfcli.NewSandbox(cli, mirror)
	if err != nil {
		t.Fatal(err)
	}
	if !knowsEphemeral(t, builder) {
		t.Skip("the CLI has no ephemeral variables, and so keeps what is handed to the provider in its plans")
	}
	if err := builder.InstallProvider(t.Context(), root, "0.0.1"); err != nil {
		t.Fatal(err)
	}
	plainOnly := lacksWriteOnly(t, builder)
	enough := int64(budgets.secrets.now()) << 20
	bySink := map[string]int64{}
	var searched int64
	for round := 0; round < secretRoundsAtMost && searched < enough && !t.Failed(); round++ {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			s := newSecretsRound(t, cli, mirror, plainOnly)
			s.run()
			s.search.plant()
			for sink, bytes := range s.search.searched {
				bySink[sink] += bytes
				searched += bytes
			}
		})
	}
	for _, sink := range sinks {
		t.Logf("%10d bytes: %s", bySink[sink], sink)
	}
	if searched < enough {
		t.Errorf("only %d bytes were searched", searched)
	}
}

// knowsEphemeral says whether the CLI has ephemeral variables (Terraform 1.10,
// OpenTofu 1.11).
func knowsEphemeral(t *testing.T, cli *tfcli.Sandbox) bool {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte("variable \"a\" {\n  ephemeral = true\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := cli.Run(t.Context(), dir, io.Discard, "validate")
	if err != nil {
		t.Fatal(err)
	}
	return got.Code == 0
}

// secretsRound is one set of secrets, and the runs with them.
type secretsRound struct {
	t         *testing.T
	cli       string
	mirror    string
	dir       string // of the working directories
	ca        *authority
	plane     *guardedPlane
	all       []*canary
	search    *search
	env       map[string]string
	envKey    *canary
	fileKey   *canary
	argument  *canary
	badKey    *canary
	badURL    *canary
	badProxy  *canary
	header    *canary
	metadata  *canary
	drift     *canary
	inConfig  *canary
	theirs    *canary
	stored    issuedKey
	recipient string
	inputs    secretInputs
}

func newSecretsRound(t *testing.T, cli, mirror string, plainOnly bool) *secretsRound {
	t.Helper()
	shown := []string{sinkTerminal, sinkJSON, sinkPlan, sinkState, sinkRefresh}
	kept := []string{sinkJSON, sinkPlan, sinkState, sinkRefresh}
	proxyPassword := newCanary("the password of the proxy", "", sinkProxy)
	answerHeader := newCanary("a header of an answer", "")
	answerField := newCanary("a field of an answer", "")
	runKey := newCanary("the key of one run", "pk-run-")
	encrypted := issuedKey{newCanary("a key that is encrypted", "pk-age-"), newCanary("a rotated key that is encrypted", "pk-age-")}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s := &secretsRound{
		t: t, cli: cli, mirror: mirror, dir: t.TempDir(), ca: newAuthority(t),
		envKey:    newCanary("the key in the environment", "pk-env-"),
		fileKey:   newCanary("the key in a file", "pk-file-"),
		argument:  newCanary("the key as an argument", "pk-arg-"),
		badKey:    newCanary("a key that is refused", "pk-bad-"),
		badURL:    newCanary("a password in base_url", ""),
		badProxy:  newCanary("the password of a proxy that is no URL", ""),
		header:    newCanary("the value of a header", "Bearer "),
		metadata:  newCanary("metadata as configured", "", shown...),
		drift:     newCanary("metadata that somebody else set", "", shown...),
		inConfig:  newCanary("a key in a gateway config", "sk-", kept...),
		theirs:    newCanary("a key that somebody else put into it", "sk-", kept...),
		stored:    issuedKey{newCanary("a key in the state", "pk-new-", kept...), newCanary("a rotated key in the state", "pk-new-", kept...)},
		recipient: identity.Recipient().String(),
		inputs:    newSecretInputs(plainOnly, kept),
	}
	s.plane = newGuardedPlane(t, s.ca, proxyPassword.value, answerHeader, answerField, runKey, map[string]issuedKey{"stored": s.stored, "encrypted": encrypted})
	s.all = []*canary{
		s.envKey, s.fileKey, s.argument, s.badKey, s.badURL, s.badProxy, s.header, s.metadata, s.drift, s.inConfig, s.theirs,
		proxyPassword, answerHeader, answerField, runKey, s.stored.created, s.stored.rotated, encrypted.created, encrypted.rotated,
	}
	s.all = append(s.all, s.inputs.all()...)
	for _, key := range []*canary{s.envKey, s.fileKey, s.argument} {
		s.plane.api.AddKey(emulator.Key{Secret: key.value})
	}
	proxy, err := url.Parse(s.plane.proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy.User = url.UserPassword("terraform", proxyPassword.value)
	s.env = map[string]string{
		"PORTKEY_API_KEY": s.envKey.value,
		"TF_LOG":          "TRACE",
		"HTTPS_PROXY":     proxy.String(), "https_proxy": proxy.String(),
		"HTTP_PROXY": proxy.String(), "http_proxy": proxy.String(), "NO_PROXY": "", "no_proxy": "",
		"TF_VAR_header": s.header.value, "TF_VAR_key": s.argument.value,
	}
	maps.Copy(s.env, s.inputs.variables())
	s.certificates()
	s.file("key", []byte(s.fileKey.value+"\n"))
	s.search = newSearch(t, s.all)
	return s
}

// certificates makes one pair for files and one for arguments.
func (s *secretsRound) certificates() {
	ca := s.ca.pem()
	cert, key := s.ca.client()
	argCert, argKey := s.ca.client()
	s.file("ca.pem", ca)
	s.file("cert.pem", cert)
	s.file("key.pem", key)
	s.env["TF_VAR_ca"], s.env["TF_VAR_cert"], s.env["TF_VAR_cert_key"] = string(ca), string(argCert), string(argKey)
	for name, text := range map[string][]byte{
		"the certificate of the authority": ca,
		"a client's certificate in a file": cert, "a client's key in a file": key,
		"a client's certificate as an argument": argCert, "a client's key as an argument": argKey,
	} {
		s.all = append(s.all, canariesOfPEM(name, text)...)
	}
}

func (s *secretsRound) file(name string, content []byte) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), content, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *secretsRound) run() {
	for name, provider := range map[string]string{"environment": byEnvironment, "file": byFile, "arguments": byArguments} {
		s.life(s.workDir(name), provider)
	}
	s.refused()
	s.search.in(sinkCrash, "a create", crash(s.t, s.argument, s.header, s.metadata))
	proxied, elsewhere := s.plane.heard()
	s.search.in(sinkProxy, "the proxy", proxied)
	s.search.in(sinkElsewhere, "any host", elsewhere)
	if len(elsewhere) > 0 {
		s.t.Errorf("another host was asked:\n%s", elsewhere)
	}
	for _, place := range []string{
		s.metadata.name + " in " + sinkState, s.metadata.name + " in " + sinkPlan, s.metadata.name + " in " + sinkJSON,
		s.drift.name + " in " + sinkPlan, s.drift.name + " in " + sinkTerminal, s.inConfig.name + " in " + sinkState, s.theirs.name + " in " + sinkPlan,
		s.stored.created.name + " in " + sinkPlan, s.stored.rotated.name + " in " + sinkState, "vault_token in " + sinkState, "the password of the proxy in " + sinkProxy,
	} {
		if !s.search.rightful[place] {
			s.t.Errorf("a secret that should be there is not: %s", place)
		}
	}
	lives := 1
	if isNight() {
		lives = 3
	}
	if s.plane.creates < lives*budgets.secretWorkspaces.now() || s.plane.tunnels == 0 || s.plane.used == 0 {
		s.t.Errorf("%d creates in %d tunnels, %d requests by the key of a run: the runs did not do what they are for", s.plane.creates, s.plane.tunnels, s.plane.used)
	}
	came := map[string]bool{}
	for _, request := range s.plane.api.Requests() {
		came[request.Key] = true
	}
	for _, key := range []*canary{s.envKey, s.fileKey, s.argument} {
		if !came[key.value] {
			s.t.Errorf("no request came with %s", key.name)
		}
	}
	if left := s.plane.api.All(emulator.APIKeys); len(left) > 0 {
		s.t.Errorf("%d keys of runs are left", len(left))
	}
}

// life is a working directory from the first plan to the destroy. By day only the provider
// that has every secret as an argument sees it all, and the others a plan.
func (s *secretsRound) life(w *workDir, provider string) {
	w.put(s.config(provider, s.metadata.value, "march"))
	w.ok(sinkTerminal, "init")
	w.ok(sinkTerminal, "plan", "-out=create.tfplan")
	if provider != byArguments && !isNight() {
		w.search()
		return
	}
	w.ok(sinkJSON, "show", "-json", "create.tfplan")
	w.ok(sinkJSON, "apply", "-json", "create.tfplan")
	for _, one := range s.plane.api.Workspaces() {
		if one.Status == "active" && !one.IsDefault {
			s.plane.api.EditWorkspace(one.ID, map[string]any{"defaults": map[string]any{"metadata": map[string]any{"owner": s.drift.value}}})
		}
	}
	for _, one := range s.plane.api.All(emulator.Configs) {
		s.plane.api.Edit(emulator.Configs, one.ID, map[string]any{"config": map[string]any{"provider": "openai", "api_key": s.theirs.value}})
	}
	w.put(s.config(provider, s.metadata.value, "april"))
	w.ok(sinkTerminal, "plan", "-out=drift.tfplan")
	w.ok(sinkJSON, "show", "-json", "drift.tfplan")
	if provider == byArguments {
		s.quarrel(w)
	}
	w.ok(sinkTerminal, "apply", "-auto-approve", "drift.tfplan")
	w.ok(sinkJSON, "show", "-json")
	w.ok(sinkState, "state", "pull")
	w.ok(sinkTerminal, "apply", "-destroy", "-auto-approve")
	w.search()
}

// quarrel lets the server answer in ways that give secrets away or lead them
// elsewhere.
func (s *secretsRound) quarrel(w *workDir) {
	for _, answer := range quarrels {
		s.plane.answer(answer)
		w.fails(nil, "plan")
	}
	s.plane.answer(nil)
}

// refused starts the provider with what it can't use.
func (s *secretsRound) refused() {
	w := s.workDir("refused")
	w.put(s.config(byArguments, "none", "march") + "data \"portkey_workspaces\" \"at_once\" {}\n")
	w.ok(sinkTerminal, "init")
	w.fails(map[string]string{"TF_VAR_key": s.badKey.value[:20] + "\n" + s.badKey.value}, "plan")
	w.fails(map[string]string{"TF_VAR_header": s.header.value + "\n" + s.header.value}, "plan")
	w.fails(map[string]string{"TF_VAR_base_url": "https://someone:" + url.QueryEscape(s.badURL.value) + "@" + guardedHost}, "plan")
	w.fails(map[string]string{"TF_VAR_cert_key": s.env["TF_VAR_cert"]}, "plan")
	setting := "http://terraform:" + s.badProxy.value + "%zz@127.0.0.1:1"
	w.fails(map[string]string{"HTTPS_PROXY": setting, "https_proxy": setting}, "plan")
	w.search()
}

// workDir is one working directory of the CLI.
type workDir struct {
	*secretsRound
	dir, log string
}

func (s *secretsRound) workDir(name string) *workDir {
	s.t.Helper()
	dir := filepath.Join(s.dir, name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	return &workDir{secretsRound: s, dir: dir, log: filepath.Join(s.dir, name+".log")}
}

func (w *workDir) put(config string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, "main.tf"), []byte(config), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// ok runs the CLI and searches what it prints as the sink given.
func (w *workDir) ok(sink string, args ...string) {
	w.t.Helper()
	if got := w.cliRun(sink, nil, args); got.Code != 0 {
		w.t.Fatalf("%v: exit %d\n%s", args, got.Code, got.Output)
	}
}

// fails runs the CLI with another environment, and wants it to fail.
func (w *workDir) fails(env map[string]string, args ...string) {
	w.t.Helper()
	if got := w.cliRun(sinkTerminal, env, args); got.Code == 0 {
		w.t.Errorf("%v passed:\n%s", args, got.Output)
	}
}

func (w *workDir) cliRun(sink string, more map[string]string, args []string) tfcli.Result {
	w.t.Helper()
	env := []string{"TF_LOG_PATH=" + w.log}
	for _, some := range []map[string]string{w.env, more} {
		for name, value := range some {
			env = append(env, name+"="+value)
		}
	}
	sandbox, err := tfcli.NewSandbox(w.cli, w.mirror, env...)
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := sandbox.Run(w.t.Context(), w.dir, io.Discard, append(args, "-no-color")...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.secretsRound.search.in(sink, strings.Join(args, " "), []byte(got.Output))
	return got
}

// search searches what the runs left in files.
func (w *workDir) search() {
	w.t.Helper()
	log, err := os.ReadFile(w.log)
	if err != nil {
		w.t.Fatal(err)
	}
	if tfcli.IsOpenTofu(w.cli) {
		var refresh []byte
		log, refresh = cut(log, loggedByRefresh)
		w.secretsRound.search.in(sinkRefresh, filepath.Base(w.log), refresh)
	}
	w.secretsRound.search.in(sinkLog, filepath.Base(w.log), log)
	if err := w.secretsRound.search.directory(w.dir); err != nil {
		w.t.Error(err)
	}
}

// loggedByRefresh is what OpenTofu writes into its own log, from WARN on, where a
// refresh finds another value than the state has: both of them. A provider
// can't mask that, and SECURITY.md says so.
var loggedByRefresh = regexp.MustCompile(` produced an unexpected new value for .* during refresh\.(?:\n      - .*)*`)

// cut splits a text into what does not match and what does.
func cut(text []byte, pattern *regexp.Regexp) (rest, matches []byte) {
	rest = pattern.ReplaceAllFunc(text, func(match []byte) []byte {
		matches = append(matches, match...)
		return nil
	})
	return rest, matches
}
