package console_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// browse starts a headless browser, with the size of a window.
func browse(t *testing.T, width, height int) context.Context {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" && os.Getuid() == 0 {
			t.Fatal("there is no chromium, which .ci/packages installs")
		}
		t.Skip("SKIPPED: there is no chromium to drive the page with; Debian's package has one")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.WindowSize(width, height))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func do(browser context.Context, t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(browser, actions...); err != nil {
		t.Fatal(err)
	}
}

// says is what the page has at the end.
func says[T any](browser context.Context, t *testing.T, what chromedp.Action[T]) T {
	t.Helper()
	value, err := chromedp.Run(browser, what)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// A person edits a workspace on the page, deletes another and accepts an invite: the next plan
// shows it.
func TestBrowser(t *testing.T) {
	t.Parallel()
	browser := browse(t, 1000, 900)
	env := harness.Start(t)
	made, err := console.New(console.Options{New: func(...emulator.Option) *emulator.Server { return env.API }, Loopback: true})
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(made)
	t.Cleanup(page.Close)
	one := env.Create(t, "portkey_workspace.one", map[string]any{"name": "Payments", "description": "Cards"})
	other := env.Create(t, "portkey_workspace.other", map[string]any{"name": "Search"})
	invite := env.Create(t, "portkey_user_invite.mary", map[string]any{"email": "mary.shelley@example.com", "role": "member"})
	env.API.Advance(2 * time.Hour)

	do(browser, t,
		chromedp.Navigate(page.URL+"/"),
		chromedp.Click(`//article//a[text()="Payments"]`),
		chromedp.WaitVisible(`textarea[name="description"]`),
		chromedp.SetValue(`textarea[name="description"]`, "Cards and transfers"),
		chromedp.Click(`button[value="save"]`),
	)
	if said := says(browser, t, chromedp.Text(`[role="status"]`)); said != "It was saved." {
		t.Errorf("the page says %q", said)
	}
	one.Refresh()
	p := one.Plan(map[string]any{"name": "Payments", "description": "Cards"})
	harness.WantChanges(t, p, []string{"last_updated_at"}, "description", "last_updated_at")
	one.WantState(map[string]any{"description": "Cards and transfers"})

	do(browser, t,
		chromedp.Navigate(page.URL+"/"),
		chromedp.Click(`//article//a[text()="Search"]`),
		chromedp.WaitVisible(`button[value="delete"]`),
		chromedp.Click(`button[value="delete"]`),
	)
	if said := says(browser, t, chromedp.Text(`[role="status"]`)); said != "It was deleted." {
		t.Errorf("the page says %q", said)
	}
	other.Refresh()
	if p := other.Plan(map[string]any{"name": "Search"}); p.Action != harness.Create {
		t.Errorf("the plan of what was deleted: %s", p.Action)
	}

	do(browser, t,
		chromedp.Navigate(page.URL+"/"),
		chromedp.Click(`//button[text()="Accept"]`),
	)
	if said := says(browser, t, chromedp.Text(`[role="status"]`)); said != "The invite was accepted." {
		t.Errorf("the page says %q", said)
	}
	invite.Refresh()
	invite.WantState(map[string]any{"status": "accepted"})
}

// On a telephone nothing is wider than the screen.
func TestBrowser_narrow(t *testing.T) {
	t.Parallel()
	browser := browse(t, 390, 800)
	s := start(t)
	long := strings.Repeat("verylong", 30)
	s.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"`+long+`","description":"`+long+`","defaults":{"metadata":{"team":"`+long+`"}}}`)
	s.wants("plan", http.MethodDelete, "/v1/admin/workspaces/"+long, "", http.StatusForbidden)
	for _, path := range []string{"/", s.workspace("payments")} {
		do(browser, t, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.url+path))
		wide := says(browser, t, chromedp.Evaluate[float64](`document.documentElement.scrollWidth`))
		height := says(browser, t, chromedp.Evaluate[float64](`Math.min(...Array.from(document.querySelectorAll("button, input:not([type=hidden])")).filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height))`))
		const screen, finger = 390, 40
		if wide > screen || height < finger {
			t.Errorf("%s is %v wide, its smallest button %v high", path, wide, height)
		}
	}
}
