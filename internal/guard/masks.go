package guard

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tfsdklog"
)

// minimumMask is the length below which a string is not masked: it would
// also occur by chance, and stars everywhere show where it does.
const minimumMask = 8

// masks holds every spelling of every secret. It is the process's, because a
// log is: a secret learnt while one request runs must not show in another's.
var masks struct {
	sync.RWMutex
	strings []string
}

// Mask makes secret unreadable in the logs of every request that starts after
// it, in plain text as in the spellings that a body, an address or a header
// may give it. Strings shorter than eight bytes are left alone.
func Mask(secret string) {
	if len(secret) < minimumMask {
		return
	}
	masks.Lock()
	defer masks.Unlock()
	for _, s := range spellings(secret) {
		if !slices.Contains(masks.strings, s) {
			masks.strings = append(masks.strings, s)
		}
	}
	// The longest first: where one secret begins with another, masking the
	// shorter would leave the rest of the longer to be read.
	slices.SortFunc(masks.strings, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
}

// WithMasks returns ctx with the secrets known so far masked in its logs. Every
// guarded request has it; call it for a context that is older than Mask,
// as in the request that configures the provider.
//
// terraform-plugin-log masks messages and fields of type string. It does not
// look into errors, byte slices, structs or nested maps, so these are never
// logged; and a later subsystem starts without masks, which is why the
// provider makes none.
func WithMasks(ctx context.Context) context.Context {
	masks.RLock()
	known := slices.Clone(masks.strings)
	masks.RUnlock()
	if len(known) == 0 {
		return ctx
	}
	ctx = tflog.MaskLogStrings(ctx, known...)
	return tfsdklog.MaskLogStrings(ctx, known...)
}

// spellings returns secret as it reads in plain text, in JSON, in an address, in
// hexadecimal digits and in base64. What base64 makes of it depends on what
// stands before it, so that there are three of those; padding is left out, to
// match with and without it.
func spellings(secret string) []string {
	raw := []byte(secret)
	all := []string{
		secret,
		jsonText(secret, true),
		jsonText(secret, false),
		url.QueryEscape(secret),
		url.PathEscape(secret),
		hex.EncodeToString(raw),
		strings.ToUpper(hex.EncodeToString(raw)),
		base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw),
	}
	for before, cut := range []int{0, 2, 3} {
		padded := append(make([]byte, before), raw...)
		whole := padded[:len(padded)/3*3]
		all = append(all, base64.StdEncoding.EncodeToString(whole)[cut:], base64.URLEncoding.EncodeToString(whole)[cut:])
	}
	return all
}

// jsonText returns s as it reads between the quotes of a JSON string.
func jsonText(s string, escapeHTML bool) string {
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(escapeHTML)
	if err := encoder.Encode(s); err != nil {
		return s // no string fails to encode
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(buf.String()), `"`), `"`)
}
