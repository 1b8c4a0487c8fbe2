package guard_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
)

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		child()
		return
	}
	os.Exit(m.Run())
}

// broken panics in every request: each of its interfaces is nil.
type broken struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// fake answers as its functions say, and panics in every other request.
type fake struct {
	broken
	apply  func(context.Context, *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error)
	read   func(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error)
	list   iter.Seq[tfprotov6.ListResourceResult]
	events iter.Seq[tfprotov6.InvokeActionEvent]
}

func (f *fake) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return f.apply(ctx, req)
}

func (f *fake) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return f.read(ctx, req)
}

func (f *fake) ListResource(context.Context, *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return &tfprotov6.ListResourceServerStream{Results: f.list}, nil
}

func (f *fake) InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: f.events}, nil
}

func TestWrap_everyRequestSurvivesAPanic(t *testing.T) {
	t.Parallel()

	wrapped := reflect.ValueOf(guard.Wrap(broken{}))
	for i := range wrapped.NumMethod() {
		name := wrapped.Type().Method(i).Name
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			call := wrapped.Method(i)
			out := call.Call([]reflect.Value{
				reflect.ValueOf(t.Context()),
				reflect.New(call.Type().In(1).Elem()),
			})
			if err, _ := out[1].Interface().(error); err != nil {
				t.Fatalf("an error ends the connection's request without a diagnostic: %s", err)
			}
			if got := firstDiagnostic(out[0].Interface()); !strings.HasPrefix(got, "The provider panicked") {
				t.Errorf("got diagnostic %q", got)
			}
		})
	}
}

// firstDiagnostic finds what an answer tells the user, whatever its type.
func firstDiagnostic(resp any) string {
	switch resp := resp.(type) {
	case *tfprotov6.StopProviderResponse:
		return resp.Error
	case *tfprotov6.CallFunctionResponse:
		return resp.Error.Text
	case *tfprotov6.ListResourceServerStream:
		for result := range resp.Results {
			return result.Diagnostics[0].Summary
		}
	case *tfprotov6.ReadStateBytesStream:
		for chunk := range resp.Chunks {
			return chunk.Diagnostics[0].Summary
		}
	case *tfprotov6.InvokeActionServerStream:
		for event := range resp.Events {
			return event.Type.(tfprotov6.CompletedInvokeActionEventType).Diagnostics[0].Summary
		}
	}
	field := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics")
	return field.Interface().([]*tfprotov6.Diagnostic)[0].Summary
}

func TestWrap_panicKeepsThePriorState(t *testing.T) {
	t.Parallel()

	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
	value := func(v any) *tfprotov6.DynamicValue {
		dv, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, v))
		if err != nil {
			t.Fatal(err)
		}
		return &dv
	}
	present := value(map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "ws-1")})
	absent := value(nil)
	identity := &tfprotov6.ResourceIdentityData{IdentityData: present}
	private := []byte("private")
	server := guard.Wrap(broken{})
	ignoreDiagnostics := cmp.FilterPath(func(p cmp.Path) bool {
		return p.Last().String() == ".Diagnostics"
	}, cmp.Ignore())

	read, _ := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		CurrentState: present, Private: private, CurrentIdentity: identity,
	})
	wantRead := &tfprotov6.ReadResourceResponse{NewState: present, Private: private, NewIdentity: identity}
	if diff := cmp.Diff(wantRead, read, ignoreDiagnostics); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}

	update, _ := server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		PriorState: present, PlannedState: absent, PlannedPrivate: private, PlannedIdentity: identity,
	})
	wantUpdate := &tfprotov6.ApplyResourceChangeResponse{NewState: present, Private: private, NewIdentity: identity}
	if diff := cmp.Diff(wantUpdate, update, ignoreDiagnostics); diff != "" {
		t.Errorf("update (-want +got):\n%s", diff)
	}

	create, _ := server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		PriorState: absent, PlannedState: present, PlannedIdentity: identity,
	})
	wantCreate := &tfprotov6.ApplyResourceChangeResponse{NewState: absent}
	if diff := cmp.Diff(wantCreate, create, ignoreDiagnostics); diff != "" {
		t.Errorf("create (-want +got):\n%s", diff)
	}
}

func TestWrap_panicTellsNoValue(t *testing.T) {
	t.Parallel()

	const secret = "pk-panicked-with-this"
	server := guard.Wrap(&fake{read: func(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
		panic(errors.New(secret))
	}})
	var log bytes.Buffer
	resp, err := server.ReadResource(tflogtest.RootLogger(t.Context(), &log), &tfprotov6.ReadResourceRequest{TypeName: "portkey_workspace"})
	if err != nil {
		t.Fatal(err)
	}
	detail := resp.Diagnostics[0].Detail
	for _, want := range []string{"ReadResource portkey_workspace", "*errors.errorString", "/issues"} {
		if !strings.Contains(detail, want) {
			t.Errorf("the detail lacks %q:\n%s", want, detail)
		}
	}
	if !strings.Contains(log.String(), "guard_test.go") {
		t.Errorf("the log has no stack:\n%s", log.String())
	}
	if strings.Contains(detail+log.String(), secret) {
		t.Error("the value panicked with shows")
	}
}

// Terraform that is gone takes the other end of the log with it, and the line
// ends the process.
func TestWrap_logsWhenAnOpenRequestIsCut(t *testing.T) {
	t.Parallel()

	lines := make(chan string, 1)
	ctx, cancel := context.WithCancel(tflogtest.RootLogger(t.Context(), lineWriter(lines)))
	server := guard.Wrap(&fake{apply: func(context.Context, *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
		cancel()
		if line := <-lines; !strings.Contains(line, "ApplyResourceChange portkey_workspace") {
			t.Errorf("got %q", line)
		}
		return &tfprotov6.ApplyResourceChangeResponse{}, nil
	}})
	if _, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: "portkey_workspace"}); err != nil {
		t.Fatal(err)
	}
}

// lineWriter hands on what is logged.
type lineWriter chan string

func (w lineWriter) Write(line []byte) (int, error) {
	w <- string(line)
	return len(line), nil
}

func TestWrap_streams(t *testing.T) {
	t.Parallel()

	ctx := t.Context()
	list := func(results iter.Seq[tfprotov6.ListResourceResult]) iter.Seq[tfprotov6.ListResourceResult] {
		server := guard.Wrap(&fake{list: results}).(tfprotov6.ListResourceServer)
		stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{})
		if err != nil {
			t.Fatal(err)
		}
		return stream.Results
	}
	oneThenPanic := func(yield func(tfprotov6.ListResourceResult) bool) {
		yield(tfprotov6.ListResourceResult{DisplayName: "production"})
		panic("halfway")
	}

	t.Run("a panic is the last result", func(t *testing.T) {
		t.Parallel()
		var got []string
		for result := range list(oneThenPanic) {
			got = append(got, result.DisplayName)
			for _, d := range result.Diagnostics {
				got = append(got, d.Summary)
			}
		}
		if diff := cmp.Diff([]string{"production", "", "The provider panicked"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("nothing follows for a reader that has stopped", func(t *testing.T) {
		t.Parallel()
		for range list(oneThenPanic) {
			break // another call of yield would panic
		}
	})
	t.Run("the reader's panic is its own", func(t *testing.T) {
		t.Parallel()
		defer func() {
			if p := recover(); p != "reader" {
				t.Errorf("recovered %v", p)
			}
		}()
		for range list(oneThenPanic) {
			panic("reader")
		}
	})
	t.Run("no stream at all", func(t *testing.T) {
		t.Parallel()
		for range list(nil) {
			t.Error("a result from nowhere")
		}
	})
	t.Run("an action completes with the diagnostic", func(t *testing.T) {
		t.Parallel()
		server := guard.Wrap(&fake{events: func(func(tfprotov6.InvokeActionEvent) bool) { panic("halfway") }}).(tfprotov6.ActionServer)
		stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if got := firstDiagnostic(stream); got != "The provider panicked" {
			t.Errorf("got %q", got)
		}
	})
}

// A server is looked at for its optional interfaces by type assertion, so the
// wrapper must have those that the server has and no others.
func TestWrap_optionalInterfaces(t *testing.T) {
	t.Parallel()

	type p = tfprotov6.ProviderServer
	type l = tfprotov6.ListResourceServer
	type a = tfprotov6.ActionServer
	type s = tfprotov6.StateStoreServer
	for name, server := range map[string]tfprotov6.ProviderServer{
		"none": struct{ p }{},
		"lists": struct {
			p
			l
		}{},
		"actions": struct {
			p
			a
		}{},
		"stores": struct {
			p
			s
		}{},
		"lists actions": struct {
			p
			l
			a
		}{},
		"lists stores": struct {
			p
			l
			s
		}{},
		"actions stores": struct {
			p
			a
			s
		}{},
		"all": broken{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(methods(server), methods(guard.Wrap(server))); diff != "" {
				t.Errorf("methods (-server +wrapped):\n%s", diff)
			}
		})
	}
}

// An interface that a later framework has and guard does not know of fails
// here, rather than vanish.
func TestWrap_forwardsWhatTheFrameworkHas(t *testing.T) {
	t.Parallel()

	server := providerserver.NewProtocol6(empty{})()
	if diff := cmp.Diff(methods(server), methods(guard.Wrap(server))); diff != "" {
		t.Errorf("methods (-framework +wrapped):\n%s", diff)
	}
}

// methods returns the requests that server answers, by name.
func methods(server any) []string {
	var names []string
	for m := range reflect.TypeOf(server).Methods() {
		if m.Type.NumIn() == 3 && m.Type.NumOut() == 2 {
			names = append(names, m.Name)
		}
	}
	return names
}

// empty is a provider with nothing in it.
type empty struct{}

func (empty) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse)    {}
func (empty) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (empty) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (empty) Resources(context.Context) []func() resource.Resource                              { return nil }
func (empty) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
