package portkey_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Numbers keep their digits, in a text or not; what is none is not taken for one.
func TestFigures(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]struct {
		digits, text     string
		isNumber, isText bool
	}{
		`12.50`:                        {"12.50", "12.50", true, true},
		`" 12.50 "`:                    {"12.50", " 12.50 ", true, true},
		`1e-3`:                         {"1e-3", "1e-3", true, true},
		`"dana"`:                       {"", "dana", false, true},
		`true`:                         {"", "true", false, true},
		`"NaN"`:                        {"", "NaN", false, true},
		`null`:                         {},
		`""`:                           {"", "", false, true},
		`{"a":1}`:                      {},
		`[1]`:                          {},
		`"1e9999999999"`:               {"", "1e9999999999", false, true},
		strings.Repeat("1", 101):       {"", strings.Repeat("1", 101), false, true},
		`"` + `{\"a\":1}` + `"`:        {"", `{"a":1}`, false, true},
		`"1 2"`:                        {"", "1 2", false, true},
		`123456789012345678901.123456`: {"123456789012345678901.123456", "123456789012345678901.123456", true, true},
	} {
		var got portkey.Figures
		if err := json.Unmarshal([]byte(`{"x":`+in+`}`), &got); err != nil {
			t.Fatal(err)
		}
		digits, isNumber := got.Digits("x")
		text, isText := got.Text("x")
		if isNumber != want.isNumber || isNumber && digits != want.digits || isText != want.isText || isText && text != want.text {
			t.Errorf("%s: got %q %t, %q %t", in, digits, isNumber, text, isText)
		}
	}
	if _, there := (portkey.Figures{}).Digits("x"); there {
		t.Error("a figure that is missing is a number")
	}
	if _, there := (portkey.Figures{}).Text("x"); there {
		t.Error("a figure that is missing is a text")
	}
}
