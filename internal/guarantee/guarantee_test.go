package guarantee_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/guarantee"
)

func TestPublish(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figures.txt")
	t.Setenv(guarantee.Variable, path)
	guarantee.AtLeast(t, "cells", 12, "cells tried")
	guarantee.AtMost(t, "share", 1.2, "% refused")
	guarantee.AtLeast(failed{t}, "never", 1, "is not published")

	got, err := os.ReadFile(path)
	if want := "guarantee: cells=12 cells tried\nguarantee: share<=1.2 % refused\n"; err != nil || string(got) != want {
		t.Errorf("published %q (%v), want %q", got, err, want)
	}
}

type failed struct{ guarantee.TB }

func (failed) Failed() bool { return true }

func TestPublish_cannot(t *testing.T) {
	t.Setenv(guarantee.Variable, t.TempDir())
	if err := (guarantee.Figure{Key: "cells", Number: 1, Words: "cells"}).Publish(); err == nil {
		t.Error("a folder was written to")
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, want := range []guarantee.Figure{
		{Key: "cells", Number: 1918, Words: "cells = what was tried"},
		{Key: "share", Number: 0.5, Ceiling: true, Words: "% refused"},
	} {
		if got, is, err := guarantee.Parse(want.String()); got != want || !is || err != nil {
			t.Errorf("%q is read as %+v, %t, %v", want, got, is, err)
		}
	}
	if _, is, err := guarantee.Parse("--- PASS: TestKills"); is || err != nil {
		t.Errorf("another line is a figure: %t, %v", is, err)
	}
	for _, line := range []string{
		"guarantee: cells", "guarantee: cells=many of them", "guarantee: =1 of", "guarantee: <=1 of", "guarantee: cells=1", "guarantee: cells=1 ",
	} {
		if _, is, err := guarantee.Parse(line); !is || err == nil {
			t.Errorf("%q: %t, %v", line, is, err)
		}
	}
}
