package portkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// However a secret is printed, logged or encoded, on its own or in what contains it, it
// does not show.
func TestSecret(t *testing.T) {
	t.Parallel()
	const text = "wJ4hg73bK2hdl0pqTT1a"
	secret := NewSecret(text)
	key := APIKey{ID: Some("x")}
	key.setKey(secret)
	rotated := Rotated{ID: "x", Secret: secret}
	var shown []string
	for _, value := range []any{secret, &secret, key, &key, rotated, []any{rotated}, map[string]Secret{"a": secret}, Some(secret)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%20v", "%08.3f"} {
			shown = append(shown, fmt.Sprintf(verb, value))
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			t.Error(err)
		}
		shown = append(shown, string(encoded), fmt.Sprint(value), fmt.Errorf("failed: %v", value).Error())
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var log bytes.Buffer
			slog.New(handler(&log)).Info("rotated", "value", value)
			shown = append(shown, log.String())
		}
	}
	for _, line := range shown {
		for _, form := range append(forms(text), text[:8], text[12:]) {
			if strings.Contains(line, form) {
				t.Errorf("shows the secret: %s", line)
			}
		}
	}
	if secret.Reveal() != text || secret.String() != "***" || secret.Masked() != "wJ*****T1a" || secret.IsZero() {
		t.Errorf("got %s, %s", secret, secret.Masked())
	}
	if none := (Secret{}); !none.IsZero() || none.String() != "" || none.Masked() != "" || NewSecret("short").Masked() != "" {
		t.Error("none is something")
	}
	var decoded Secret
	if err := json.Unmarshal([]byte(`{"a":"`+text+`"}`), &decoded); err == nil || strings.Contains(errors.Unwrap(fmt.Errorf("%w", err)).Error(), text) {
		t.Errorf("got %v", err)
	}
}
