package invite_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const resend = "portkey_resend_invite"

func TestResend(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	config := to("ada@example.com")
	m := env.Create(t, address, config)
	first, before := last(t, env), m.Driver.State(address)
	env.API.Advance(time.Hour)
	progress, diags := m.Driver.Invoke(resend, attrs{"invite_id": first.ID})
	harness.NoErrors(t, diags)
	if len(diags) > 0 || !slices.Equal(progress, []string{"The invite was sent to ada@example.com again."}) {
		t.Errorf("got %q, %s", progress, diags)
	}
	if got := last(t, env); got.ID != first.ID || got.Fields["invite_link"] == first.Fields["invite_link"] {
		t.Errorf("got %+v", got)
	}
	m.WantEmptyPlan(config)
	m.WantState(attrs{"invite_link": before["invite_link"], "status": "pending"})
	if m.Driver.State(address)["expires_at"] == before["expires_at"] {
		t.Error("the time is the same")
	}

	env.API.Accept(first.ID)
	env.API.ResetRequests()
	_, diags = m.Driver.Invoke(resend, attrs{"invite_id": first.ID})
	harness.WantError(t, diags, "invite_id", "Cannot resend invite", "is accepted", "Nothing was sent", "-replace=")
	_, diags = m.Driver.Invoke(resend, attrs{"invite_id": "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90"})
	harness.WantError(t, diags, "invite_id", "Cannot resend invite", "No active invite")
	_, diags = m.Driver.Invoke(resend, attrs{"invite_id": " "})
	harness.WantError(t, diags, "invite_id", "blank")
	harness.WantUntouched(t, env, true)
}

// An e-mail is never sent twice by itself.
func TestResend_lostAnswer(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, to("ada@example.com"))
	for _, c := range []struct {
		fault emulator.Fault
		words []string
	}{
		{emulator.Fault{When: emulator.After, Reset: true}, []string{"is not known: the response was lost", "Invoke the action again"}},
		{emulator.Fault{Status: http.StatusForbidden}, []string{"was not sent", "organisation_users.create"}},
	} {
		env.API.ResetRequests()
		c.fault.Method, c.fault.Times = http.MethodPost, 1
		env.API.Fail(c.fault)
		_, diags := m.Driver.Invoke(resend, attrs{"invite_id": last(t, env).ID})
		harness.WantError(t, diags, "", append(c.words, "Cannot resend invite", "ada@example.com")...)
		if posts := len(env.Writes()); posts != 1 {
			t.Errorf("%d requests were sent", posts)
		}
	}
}

// The action runs under a CLI that has actions.
func TestResend_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestResend")
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(`resource "portkey_user_invite" "ada" {
  email = "ada@example.com"
  role  = "member"
}

action "portkey_resend_invite" "ada" {
  config {
    invite_id = portkey_user_invite.ada.id
  }
}
`))
	tf.Run(0, "init")
	tf.Run(0, "apply", "-auto-approve")
	first := last(t, env).Fields["invite_link"]
	if out := tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_resend_invite.ada"); !strings.Contains(out, "The invite was sent to ada@example.com again.") {
		t.Errorf("the CLI shows\n%s", out)
	}
	if last(t, env).Fields["invite_link"] == first {
		t.Error("the link is the same")
	}
}
