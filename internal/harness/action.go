package harness

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoke plans an action and invokes it, as an apply does, and returns the messages of
// its progress.
func (d *Driver) Invoke(actionType string, config map[string]any) (progress []string, diags Diagnostics) {
	server, ok := d.server.(tfprotov6.ActionServer)
	schema := d.schema.ActionSchemas[actionType]
	if !ok || schema == nil {
		diags.errorf("Invalid action type", "the provider has no action %q", actionType)
		return nil, diags
	}
	value, diags := configure(schema.Schema.Block.Attributes, config)
	if diags.failed() {
		return nil, diags
	}
	checked, err := server.ValidateActionConfig(d.ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: actionType, Config: encode(value)})
	if checked == nil {
		checked = &tfprotov6.ValidateActionConfigResponse{}
	}
	if diags.add("ValidateActionConfig", err, checked.Diagnostics); diags.failed() {
		return nil, diags
	}
	planned, err := server.PlanAction(d.ctx, &tfprotov6.PlanActionRequest{
		ActionType: actionType, Config: encode(value), ClientCapabilities: &tfprotov6.PlanActionClientCapabilities{},
	})
	if planned == nil {
		planned = &tfprotov6.PlanActionResponse{}
	}
	if diags.add("PlanAction", err, planned.Diagnostics); diags.failed() {
		return nil, diags
	}
	stream, err := server.InvokeAction(d.ctx, &tfprotov6.InvokeActionRequest{
		ActionType: actionType, Config: encode(value), ClientCapabilities: &tfprotov6.InvokeActionClientCapabilities{},
	})
	if diags.add("InvokeAction", err, nil); diags.failed() {
		return nil, diags
	}
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed = true
			diags.add("InvokeAction", nil, event.Diagnostics)
		}
	}
	if !completed {
		diags.errorf("Provider did not complete the action", "the events of %s ended without the last one", actionType)
	}
	return progress, diags
}
