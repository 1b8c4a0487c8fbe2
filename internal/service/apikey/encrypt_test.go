package apikey

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// pair is a public key to encrypt for, and the file that age decrypts with.
type pair struct{ recipient, identity string }

func x25519(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), identity.String()}
}

func postQuantum(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), identity.String()}
}

func sshEd25519(t *testing.T) pair {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pair{authorized("ssh-ed25519", public), pkcs8(t, private)}
}

func sshRSA(t *testing.T, bits int) pair {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return pair{authorized("ssh-rsa", big.NewInt(int64(private.E)).Bytes(), append([]byte{0}, private.N.Bytes()...)), pkcs8(t, private)}
}

// authorized is a public key as OpenSSH writes it (RFC 4253, section 6.6).
func authorized(kind string, parts ...[]byte) string {
	var blob []byte
	for _, part := range append([][]byte{[]byte(kind)}, parts...) {
		blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(part))), part...)
	}
	return kind + " " + base64.StdEncoding.EncodeToString(blob) + " deploy@example.com"
}

func pkcs8(t *testing.T, private any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// TestEncrypt_age decrypts with the command of age, which go.mod pins, what was encrypted
// for each kind of recipient: each of them can, and nobody else.
func TestEncrypt_age(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", dir+string(filepath.Separator), "filippo.io/age/cmd/age").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const secret = "pk-a-key-that-nobody-else-sees+/="
	for name, pairs := range map[string][]pair{
		"one":          {x25519(t)},
		"several":      {x25519(t), x25519(t), sshEd25519(t), sshRSA(t, 2048)},
		"post-quantum": {postQuantum(t), postQuantum(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recipients := make([]string, len(pairs))
			for i, one := range pairs {
				recipients[i] = one.recipient
			}
			encrypted, err := encrypt(recipients, secret)
			if err != nil {
				t.Fatal(err)
			}
			decrypt := func(identity string) (string, error) {
				file := filepath.Join(t.TempDir(), "key.txt")
				if err := os.WriteFile(file, []byte(identity), 0o600); err != nil {
					t.Fatal(err)
				}
				cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "age"), "-d", "-i", file)
				cmd.Stdin = strings.NewReader(encrypted)
				out, err := cmd.Output()
				return string(out), err
			}
			for _, one := range pairs {
				if got, err := decrypt(one.identity); err != nil || got != secret {
					t.Errorf("%.20s decrypts %q: %v", one.recipient, got, err)
				}
			}
			if got, err := decrypt(x25519(t).identity); err == nil || got != "" {
				t.Errorf("somebody else decrypts %q", got)
			}
		})
	}
}

func TestEncrypt_ciphertext(t *testing.T) {
	t.Parallel()
	const secret = "pk-a-key-that-nobody-else-sees"
	to := x25519(t)
	encrypted, err := encrypt([]string{to.recipient}, secret)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(encrypted, armor.Header+"\n") || !strings.HasSuffix(encrypted, armor.Footer+"\n") || strings.ContainsFunc(encrypted, func(r rune) bool { return r > '~' }) {
		t.Errorf("this is not ASCII armour:\n%s", encrypted)
	}
	binary, err := io.ReadAll(armor.NewReader(strings.NewReader(encrypted)))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{encrypted, string(binary)} {
		for _, needle := range []string{secret, secret[3:], base64.StdEncoding.EncodeToString([]byte(secret))[:20]} {
			if strings.Contains(text, needle) {
				t.Errorf("the ciphertext contains %s", needle)
			}
		}
	}
	again, err := encrypt([]string{to.recipient}, secret)
	if err != nil || again == encrypted {
		t.Errorf("two encryptions of one key are the same, so that keys can be compared: %v", err)
	}
}

// TestEncrypt_errors holds that nothing is encrypted for fewer than were asked for, and
// that no error repeats a value.
func TestEncrypt_errors(t *testing.T) {
	t.Parallel()
	valid, other := x25519(t), sshEd25519(t)
	for name, recipients := range map[string][]string{
		"none":                     {},
		"a private key":            {valid.recipient, valid.identity},
		"two keys in one":          {other.recipient + "\n" + sshEd25519(t).recipient},
		"an SSH key of no type":    {"ssh-" + valid.recipient},
		"post-quantum and classic": {postQuantum(t).recipient, valid.recipient},
	} {
		encrypted, err := encrypt(recipients, "pk-secret")
		if err == nil || encrypted != "" {
			t.Errorf("%s: encrypted", name)
			continue
		}
		for _, value := range append(recipients, "pk-secret") {
			if strings.Contains(err.Error(), value) {
				t.Errorf("%s: the error repeats a value: %v", name, err)
			}
		}
	}
}

func validated(t *testing.T, value types.String) diag.Diagnostics {
	t.Helper()
	resp := &validator.StringResponse{}
	recipient().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("encrypt_to").AtListIndex(1), ConfigValue: value}, resp)
	return resp.Diagnostics
}

func TestRecipient(t *testing.T) {
	t.Parallel()
	ed := sshEd25519(t)
	withoutComment := ed.recipient[:strings.LastIndex(ed.recipient, " ")]
	for _, text := range []string{x25519(t).recipient, postQuantum(t).recipient, ed.recipient, withoutComment, sshRSA(t, 2048).recipient} {
		if found := validated(t, types.StringValue(text)); found.HasError() {
			t.Errorf("%s is refused: %v", text, found)
		}
	}
	for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
		if found := validated(t, value); found.HasError() {
			t.Errorf("%s is refused: %v", value, found)
		}
	}

	one := x25519(t).recipient
	for text, says := range map[string]string{
		"":                             "is blank",
		" \n":                          "is blank",
		one + "\n":                     "trimspace()",
		" " + ed.recipient:             "trimspace()",
		one + "\n" + one:               "several lines",
		one + ", " + one:               "has text before the public key",
		strings.ToUpper(one):           "lower case",
		"# public key: " + one:         "has text before the public key",
		one[:len(one)-1]:               "checksum",
		one[:20] + "q" + one[20:]:      "checksum",
		postQuantum(t).recipient[:100]: "checksum",
		"age1yubikey1q2w7u3vpya839jxxuq8g0sedh3d740d4xvn639sqhr95ejj8vu3hyfumptt": "plugin",
		"age1tag1qwe0kafsjrar4txm6heqnhpfuggzr0gvznz7fvygxrlq90u5mq2pysxtw6h":     "plugin",
		withoutComment[:40]:                    "not a valid SSH key",
		sshRSA(t, 1024).recipient:              "2048 bits",
		authorized("ssh-dss", []byte("key")):   "type that age does not support",
		"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNo": "type that age does not support",
		"sk-ssh-ed25519@openssh.com AAAAGnNrL": "type that age does not support",
		"keybase:ada":                          "PGP",
		"-----BEGIN PGP PUBLIC KEY BLOCK-----": "PGP",
		"~/.ssh/id_ed25519.pub":                "trimspace(file(",
		"ada@example.com":                      "not a public key",
	} {
		found := validated(t, types.StringValue(text))
		if len(found) != 1 || !strings.HasPrefix(found[0].Detail(), "The attribute encrypt_to[1] ") || !strings.Contains(found[0].Detail(), says) {
			t.Errorf("of %q it says %v, not %q", text, found, says)
			continue
		}
		if strings.TrimSpace(text) != "" && strings.Contains(found[0].Detail(), text) {
			t.Errorf("it repeats %q", text)
		}
	}
	if text := recipient().Description(t.Context()); text == "" || text != recipient().MarkdownDescription(t.Context()) {
		t.Errorf("it describes itself as %q", text)
	}
}

// TestRecipient_private holds that a private key is an error without a path, at which
// Terraform would print the line of the configuration.
func TestRecipient_private(t *testing.T) {
	t.Parallel()
	for _, one := range []pair{x25519(t), postQuantum(t), sshEd25519(t), sshRSA(t, 2048)} {
		for _, text := range []string{one.identity, "\n" + one.identity, "# public key: " + one.recipient + "\n" + one.identity, strings.ToLower(one.identity)} {
			found := validated(t, types.StringValue(text))
			if len(found) != 1 || !strings.Contains(found[0].Detail(), "encrypt_to[1] contains a private key") {
				t.Fatalf("of a private key it says %v", found)
			}
			if _, hasPath := found[0].(diag.DiagnosticWithPath); hasPath {
				t.Error("Terraform shows the line with the private key")
			}
			if words := found[0].Summary() + found[0].Detail(); slices.ContainsFunc(strings.Fields(one.identity), func(part string) bool {
				return len(part) > 20 && strings.Contains(strings.ToLower(words), strings.ToLower(part))
			}) {
				t.Errorf("it repeats the private key: %s", words)
			}
		}
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	text := func(one pair) attr.Value { return types.StringValue(one.recipient) }
	for name, test := range map[string]struct {
		elements []attr.Value
		refused  bool
	}{
		"none":                      {nil, false},
		"classic":                   {[]attr.Value{text(x25519(t)), text(sshEd25519(t))}, false},
		"post-quantum":              {[]attr.Value{text(postQuantum(t)), text(postQuantum(t))}, false},
		"both":                      {[]attr.Value{text(x25519(t)), text(postQuantum(t))}, true},
		"both, and an unknown one":  {[]attr.Value{text(x25519(t)), types.StringUnknown(), text(postQuantum(t))}, true},
		"unknown and null ones":     {[]attr.Value{types.StringUnknown(), types.StringNull(), text(postQuantum(t))}, false},
		"one that is no public key": {[]attr.Value{types.StringValue("ada@example.com"), text(x25519(t))}, false},
	} {
		resp := &validator.ListResponse{}
		together().ValidateList(t.Context(), validator.ListRequest{Path: path.Root("encrypt_to"), ConfigValue: types.ListValueMust(types.StringType, test.elements)}, resp)
		if resp.Diagnostics.HasError() != test.refused {
			t.Errorf("%s: %v", name, resp.Diagnostics)
		}
		if test.refused && !strings.Contains(resp.Diagnostics[0].Detail(), "The recipients of encrypt_to can't be combined") {
			t.Errorf("%s: %s", name, resp.Diagnostics[0].Detail())
		}
	}
	for _, value := range []types.List{types.ListNull(types.StringType), types.ListUnknown(types.StringType)} {
		resp := &validator.ListResponse{}
		together().ValidateList(t.Context(), validator.ListRequest{Path: path.Root("encrypt_to"), ConfigValue: value}, resp)
		if resp.Diagnostics.HasError() {
			t.Errorf("%s is refused", value)
		}
	}
	if text := together().Description(t.Context()); text == "" || text != together().MarkdownDescription(t.Context()) {
		t.Errorf("it describes itself as %q", text)
	}
}
