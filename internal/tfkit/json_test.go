package tfkit

import "testing"

func TestSameJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":[true,null]}`, ` { "b": [true, null], "a": 1.0 } `, true},
		{`"\u0061"`, `"a"`, true},
		{`1e2`, `100`, true},
		{`0.50`, `5e-1`, true},
		{`9007199254740993`, `9007199254740992`, false},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `[1,1]`, false},
		{`{"a":null}`, `{}`, false},
		{`{"a":1}`, `{"b":1}`, false},
		{`{"a":1}`, `[1]`, false},
		{`[1]`, `{"a":1}`, false},
		{`1`, `"1"`, false},
		{`no JSON`, `no JSON`, true},
		{`{}}`, `{}`, false},
		{"{\"o\u0308\":\"u\u0308\"}", "{\"\u00f6\":\"\u00fc\"}", true}, // decomposed and composed letters
		{"{\"o\u0308\":1}", "{\"o\":1}", false},
	} {
		if SameJSON(c.a, c.b) != c.same || SameJSON(c.b, c.a) != c.same {
			t.Errorf("%s and %s: want %t", c.a, c.b, c.same)
		}
		if (CanonicalJSON(c.a) == CanonicalJSON(c.b)) != c.same {
			t.Errorf("%s and %s, in one spelling: want %t", c.a, c.b, c.same)
		}
	}
	prior := ` {"a": 1}`
	if got := KeepJSON(&prior, `{"a":1}`); got != &prior {
		t.Errorf("kept %s", Text(got))
	}
	if got := KeepJSON(&prior, `{"a":2}`); Text(got) != `{"a":2}` || KeepJSON(nil, "") != nil {
		t.Errorf("kept %s", Text(got))
	}
}
