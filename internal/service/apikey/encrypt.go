package apikey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// encrypt returns secret as an ASCII-armoured file of age, which each of the recipients
// can decrypt. Its errors repeat neither the secret nor a recipient.
func encrypt(recipients []string, secret string) (encrypted string, err error) {
	parsed := make([]age.Recipient, len(recipients))
	for i, text := range recipients {
		if parsed[i], err = parseRecipient(text); err != nil {
			return "", fmt.Errorf("recipient %d of %d: %w", i+1, len(recipients), err)
		}
	}
	var out bytes.Buffer
	text := armor.NewWriter(&out)
	file, err := age.Encrypt(text, parsed...)
	if err != nil {
		return "", err
	}
	if _, err := io.WriteString(file, secret); err != nil {
		return "", err
	}
	if err := errors.Join(file.Close(), text.Close()); err != nil {
		return "", err
	}
	return out.String(), nil
}

var errRecipient = errors.New("neither a public key of age nor an SSH key of the type ssh-ed25519 or ssh-rsa")

// parseRecipient reads one public key, which may not be followed by another: of several
// lines, agessh would use the first alone.
func parseRecipient(text string) (age.Recipient, error) {
	var recipient age.Recipient
	err := errRecipient
	switch {
	case strings.ContainsAny(text, "\r\n"):
	case strings.HasPrefix(text, "ssh-"):
		recipient, err = agessh.ParseRecipient(text)
	case strings.HasPrefix(text, "age1pq1"):
		recipient, err = age.ParseHybridRecipient(text)
	default:
		recipient, err = age.ParseX25519Recipient(text)
	}
	if err != nil {
		return nil, errRecipient // theirs repeat the value
	}
	return recipient, nil
}

// recipient refuses a string that is not the public key of a recipient.
func recipient() validator.String { return recipientValidator{} }

type recipientValidator struct{}

func (recipientValidator) Description(context.Context) string {
	return "a public key of age, or an SSH key of the type ssh-ed25519 or ssh-rsa"
}

func (v recipientValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (recipientValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	if isPrivate(text) {
		// At the path, Terraform would show the line, and with it the private key.
		resp.Diagnostics.AddError("Private key in encrypt_to", privateKey(req.Path))
		return
	}
	if _, err := parseRecipient(text); err != nil {
		resp.Diagnostics.AddAttributeError(tfkit.Shown(req.Path), "Invalid value", fmt.Sprintf("The attribute %s %s", req.Path, problem(text)))
	}
}

// isPrivate reports whether a text contains a private key, of age, of its plugins, or in PEM.
func isPrivate(text string) bool {
	upper := strings.ToUpper(text)
	return strings.Contains(upper, "AGE-SECRET-KEY-") || strings.Contains(upper, "AGE-PLUGIN-") || strings.Contains(upper, "PRIVATE KEY-----")
}

func privateKey(at path.Path) string {
	return fmt.Sprintf("The attribute %s contains a private key, which Terraform would store in each plan and in the state. "+
		"Nothing was sent. Use the public key of the pair: \"age-keygen -y FILE\" prints it for a key of age, and \"ssh-keygen -y -f FILE\" for an SSH key. "+
		"If the configuration was stored or shared, create another pair.", at)
}

const supported = "Supported are public keys of age (age1… and age1pq1…), and SSH keys of the types ssh-ed25519 and ssh-rsa."

// problem is what is wrong with a text that is no recipient, and what to do. It does not
// repeat the text, which may be anything that was pasted.
func problem(text string) string {
	trimmed := strings.TrimSpace(text)
	lower := strings.ToLower(trimmed)
	kind, _, _ := strings.Cut(lower, " ")
	isRecipient := func(text string) bool {
		_, err := parseRecipient(text)
		return err == nil
	}
	lastWord := lower[strings.LastIndexFunc(lower, unicode.IsSpace)+1:]
	switch {
	case trimmed == "":
		return "is blank. " + supported
	case isRecipient(trimmed):
		return "has white space at an end. Remove it, or use trimspace()."
	case strings.Contains(trimmed, "\n"):
		return "has several lines. Each element is one public key: split a file with compact(split(\"\\n\", file(…)))."
	case isRecipient(lower):
		return "is a public key of age in capital letters. Write it in lower case."
	case isRecipient(lastWord):
		return "has text before the public key, such as the comment that age-keygen writes. Begin with \"age1\"."
	case strings.HasPrefix(lower, "age1pq1"), strings.HasPrefix(lower, "age1") && strings.Count(lower, "1") == 1:
		return "begins like a public key of age, but its checksum does not match: a character is wrong or missing. Copy it again."
	case strings.HasPrefix(lower, "age1"):
		return "is a recipient of a plugin of age. The provider runs no plugins. " + supported
	case kind == "ssh-ed25519" || kind == "ssh-rsa":
		return "is not a valid SSH key: a character is wrong or missing, or an RSA key has fewer than 2048 bits. Copy the whole line of the .pub file."
	case strings.HasPrefix(kind, "ssh-"), strings.HasPrefix(kind, "ecdsa-"), strings.HasPrefix(kind, "sk-"):
		return "is an SSH key of a type that age does not support. " + supported
	case strings.HasPrefix(lower, "keybase:"), strings.HasPrefix(lower, "-----begin pgp"):
		return "is a PGP key. " + supported
	case strings.HasSuffix(lower, ".pub"), strings.HasSuffix(lower, ".txt"):
		return "is the name of a file. Read it with trimspace(file(…))."
	default:
		return "is not a public key to encrypt for. " + supported
	}
}

// together refuses recipients that age does not encrypt for in one file. It tries, since
// an error after the key was created would lose it.
func together() validator.List { return togetherValidator{} }

type togetherValidator struct{}

func (togetherValidator) Description(context.Context) string {
	return "post-quantum recipients can't be combined with others"
}

func (v togetherValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (togetherValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	var recipients []string
	for _, element := range req.ConfigValue.Elements() {
		text, isText := element.(types.String)
		if !isText || text.IsNull() || text.IsUnknown() {
			continue
		}
		if _, err := parseRecipient(text.ValueString()); err == nil { // else recipient has said so
			recipients = append(recipients, text.ValueString())
		}
	}
	if len(recipients) == 0 {
		return
	}
	if _, err := encrypt(recipients, ""); err != nil {
		resp.Diagnostics.AddAttributeError(tfkit.Shown(req.Path), "Invalid value", fmt.Sprintf(
			"The recipients of %s can't be combined, since age would not encrypt for them: %v. Use either post-quantum ones (age1pq1…) or others.", req.Path, err))
	}
}
