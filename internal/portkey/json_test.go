package portkey

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// null clears what a value was before.
func TestDecodeNullOverAValue(t *testing.T) {
	t.Parallel()
	n, m := Number(3), Metadata{"a": "b"}
	if err := errors.Join(n.UnmarshalJSON([]byte("null")), m.UnmarshalJSON([]byte("null"))); err != nil || n != 0 || m != nil {
		t.Errorf("got %v, %v, %v", n, m, err)
	}
	if err := json.Unmarshal([]byte(`{"0":null,"1":"a","2":"a","3":"a","4":"a","5":"a","6":"a","7":"a","8":null,"9":null}`), &m); err != nil || len(m) != 7 {
		t.Errorf("got %v, %v", m, err)
	}
}

func TestNumberAndBool(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Number{`10`: 10, `10.0`: 10, `"10"`: 10, `-1.5`: -1.5, `1e3`: 1000, `null`: 0, `""`: 0} {
		var got Number
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: got %v, error %v", text, got, err)
		}
	}
	for text, want := range map[string]Bool{`true`: true, `1`: true, `"true"`: true, `"1"`: true, `false`: false, `0`: false, `"false"`: false, `null`: false, `""`: false} {
		got := !want
		if err := json.Unmarshal([]byte(text), &got); err != nil || text != `null` && got != want {
			t.Errorf("%s: got %v, error %v", text, got, err)
		}
	}
}

func TestOpt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		opt           Opt[string]
		present, some bool
		or, json      string
	}{
		{"absent", Opt[string]{}, false, false, "else", `{}`},
		{"null", Null[string](), true, false, "else", `{"v":null}`},
		{"empty", Some(""), true, true, "", `{"v":""}`},
		{"there", Some("a"), true, true, "a", `{"v":"a"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			type holder struct {
				V Opt[string] `json:"v,omitzero"`
			}
			value, some := test.opt.Get()
			if test.opt.IsPresent() != test.present || test.opt.IsZero() == test.present || some != test.some || test.opt.Or("else") != test.or || some && value != test.or {
				t.Errorf("unexpected: %+v", test.opt)
			}
			text, err := json.Marshal(holder{test.opt})
			if err != nil || string(text) != test.json {
				t.Errorf("got %s, error %v", text, err)
			}
			var back holder
			if err := json.Unmarshal(text, &back); err != nil || back.V != test.opt {
				t.Errorf("came back as %+v, error %v", back.V, err)
			}
		})
	}
	var got Opt[string]
	if err := json.Unmarshal([]byte(`1`), &got); err == nil || got.IsPresent() {
		t.Errorf("a number is taken for %+v", got)
	}
}

// What Terraform takes for a string must be UTF-8, also where it is the text of
// another value that somebody stored.
func TestMetadata_brokenTextOfAnotherValue(t *testing.T) {
	t.Parallel()
	var got Metadata
	if err := json.Unmarshal([]byte("{\"a\":[\"\xf0\"]}"), &got); err != nil {
		t.Fatal(err)
	}
	if want := (Metadata{"a": "[\"\ufffd\"]"}); !cmp.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
