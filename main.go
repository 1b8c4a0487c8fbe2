// Command terraform-provider-portkey serves the Portkey provider to Terraform
// and OpenTofu.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// address is the provider's in the Terraform registry. With -debug Terraform is
// configured to attach this process where a configuration asks for that address.
const address = "registry.terraform.io/portkey-community/portkey"

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted, for a debugger to attach; prints TF_REATTACH_PROVIDERS")
	printVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()

	if *printVersion {
		fmt.Println("terraform-provider-portkey", version)
		return
	}
	guard.HoldSignals()
	guard.SkipUnreadLogs()
	collectLess()

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, server, options...); err != nil {
		log.Fatal(err)
	}
}

// collectLess lets garbage grow to four times what is in use before it is
// collected: a request leaves much of it and holds little. GOGC says otherwise.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

func server() tfprotov6.ProviderServer {
	return guard.Wrap(providerserver.NewProtocol6(provider.New(version, maskSecrets)())())
}

func maskSecrets(config *portkey.Options) { config.Hide(guard.Mask, guard.WithMasks) }
