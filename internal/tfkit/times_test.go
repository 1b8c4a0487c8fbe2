package tfkit

import (
	"testing"
	"time"
)

// Every spelling means its time, and is sent as Portkey certainly reads it.
func TestParseTime(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		want      time.Time
		canonical string
	}{
		"2027-01-31T09:30:00+02:00": {time.Date(2027, 1, 31, 7, 30, 0, 0, time.UTC), "2027-01-31T09:30:00+02:00"},
		"2027-01-31t07:30:00.5z":    {time.Date(2027, 1, 31, 7, 30, 0, 5e8, time.UTC), "2027-01-31T07:30:00.5Z"},
		"2027-01-31 07:30:00-00:00": {time.Date(2027, 1, 31, 7, 30, 0, 0, time.UTC), "2027-01-31T07:30:00Z"},
		"2016-12-31T23:59:60Z":      {time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC), "2017-01-01T00:00:00Z"},
	} {
		got, err := ParseTime(text)
		if err != nil || !got.Equal(test.want) {
			t.Errorf("%s is %s, want %s: %v", text, got, test.want, err)
		}
		if canonical := CanonicalTime(text); canonical != test.canonical {
			t.Errorf("%s is sent as %s, want %s", text, canonical, test.canonical)
		}
	}
	if got := CanonicalTime("soon"); got != "soon" {
		t.Errorf("what is no time is sent as %q", got)
	}
}
