package tfkit

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// rfc3339 is the grammar of RFC 3339, section 5.6, with what its notes allow: t and z
// in lower case, and a space between date and time. time.Parse takes neither, and takes
// what the grammar does not allow, such as hours of one digit.
var rfc3339 = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:)(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`)

// ParseTime is the time that any spelling of RFC 3339 means. A leap second is the
// second after it, as clocks that know none have it.
func ParseTime(text string) (time.Time, error) {
	parts := rfc3339.FindStringSubmatch(text)
	if parts == nil {
		return time.Time{}, fmt.Errorf("%.40q is not an RFC 3339 time", text)
	}
	date, minutes, seconds, fraction, zone := parts[1], parts[2], parts[3], parts[4], strings.ToUpper(parts[5])
	leap := time.Duration(0)
	if seconds == "60" && minutes[3:5] == "59" {
		seconds, leap = "59", time.Second
	}
	at, err := time.Parse(time.RFC3339, date+"T"+minutes+seconds+fraction+zone)
	return at.Add(leap), err
}

// CanonicalTime is a time as Portkey certainly reads it: as it is where it is written
// as most write it, else in that spelling. What is no time stays as it is.
func CanonicalTime(text string) string {
	at, err := ParseTime(text)
	if err != nil {
		return text
	}
	if _, err := time.Parse(time.RFC3339, text); err == nil {
		return text
	}
	return at.Format(time.RFC3339Nano)
}

// Day is the day of a time in UTC, as 00:00, which is what the server stores of a reset
// or a rotation. ok is false for what is no RFC 3339 time.
func Day(text string) (day time.Time, ok bool) {
	t, err := ParseTime(text)
	if err != nil {
		return time.Time{}, false
	}
	return t.UTC().Truncate(24 * time.Hour), true
}

// SameDay reports whether two times are of the same day in UTC, or are both none.
func SameDay(a, b string) bool {
	dayA, okA := Day(a)
	dayB, okB := Day(b)
	if okA && okB {
		return dayA.Equal(dayB)
	}
	return a == b
}
