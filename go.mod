module github.com/portkey-community/terraform-provider-portkey

go 1.26.0

require (
	filippo.io/age v1.3.2 // encrypts keys for encrypt_to, and decrypts them in tests; OpenPGP needs keyrings, and a NaCl box has no format of files and no command
	github.com/google/go-cmp v0.7.0 // differences that can be read, in tests
	github.com/hashicorp/go-plugin v1.7.0 // attaches providers of this process to the real CLI, in tests
	github.com/hashicorp/hc-install v0.10.0 // a CLI for the demo and the tests where there is none
	github.com/hashicorp/hcl/v2 v2.24.0 // the syntax of configuration, in cmd/portkey-convert and tests
	github.com/hashicorp/terraform-plugin-framework v1.19.0 // what the provider is written with
	github.com/hashicorp/terraform-plugin-framework-validators v0.19.0 // validators of the schema
	github.com/hashicorp/terraform-plugin-go v0.31.0 // the protocol, for guard and the driver of the tests
	github.com/hashicorp/terraform-plugin-log v0.11.0 // lines in Terraform's log, and their masks
	github.com/hashicorp/terraform-plugin-testing v1.16.0 // the real CLI, in tests
	github.com/zclconf/go-cty v1.18.1 // values of Terraform's configuration, in cmd/portkey-convert and tests
	go.yaml.in/yaml/v3 v3.0.6 // seeds of the emulator, which people write by hand
	golang.org/x/sync v0.22.0 // a bounded loop that ends with the first error, in the bench; gRPC needs the module anyway
	golang.org/x/text v0.41.0 // composed Unicode, in which names are compared; gRPC links the package anyway
	pgregory.net/rapid v1.3.0 // random cases that shrink, in tests
)

require (
	filippo.io/edwards25519 v1.2.0 // indirect
	filippo.io/hpke v0.4.0 // indirect
	filippo.io/nistec v0.0.4 // indirect
	github.com/ProtonMail/go-crypto v1.5.2 // indirect
	github.com/agext/levenshtein v1.2.3 // indirect
	github.com/apparentlymart/go-textseg/v15 v15.0.0 // indirect
	github.com/chromedp/cdproto v0.160.1 // indirect
	github.com/chromedp/chromedp v0.23.1 // a real browser, which drives the page of the emulator in tests
	github.com/cloudflare/circl v1.6.3 // indirect
	github.com/fatih/color v1.18.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/golang/protobuf v1.5.4 // indirect
	github.com/hashicorp/errwrap v1.1.0 // indirect
	github.com/hashicorp/go-checkpoint v0.5.0 // indirect
	github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
	github.com/hashicorp/go-cty v1.5.0 // indirect
	github.com/hashicorp/go-hclog v1.6.3 // indirect
	github.com/hashicorp/go-multierror v1.1.1 // indirect
	github.com/hashicorp/go-retryablehttp v0.7.8 // indirect
	github.com/hashicorp/go-uuid v1.0.3 // indirect
	github.com/hashicorp/go-version v1.9.0 // indirect
	github.com/hashicorp/logutils v1.0.0 // indirect
	github.com/hashicorp/terraform-exec v0.25.1 // indirect
	github.com/hashicorp/terraform-json v0.27.2 // indirect
	github.com/hashicorp/terraform-plugin-sdk/v2 v2.40.0 // indirect
	github.com/hashicorp/terraform-registry-address v0.4.0 // indirect
	github.com/hashicorp/terraform-svchost v0.2.1 // indirect
	github.com/hashicorp/yamux v0.1.2 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/mitchellh/copystructure v1.2.0 // indirect
	github.com/mitchellh/go-testing-interface v1.14.1 // indirect
	github.com/mitchellh/go-wordwrap v1.0.1 // indirect
	github.com/mitchellh/mapstructure v1.5.0 // indirect
	github.com/mitchellh/reflectwalk v1.0.2 // indirect
	github.com/oklog/run v1.2.0 // indirect
	github.com/vmihailenco/msgpack v4.0.4+incompatible // indirect
	github.com/vmihailenco/msgpack/v5 v5.4.1 // indirect
	github.com/vmihailenco/tagparser/v2 v2.0.0 // indirect
	golang.org/x/crypto v0.56.0 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/net v0.58.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/term v0.45.0 // indirect
	golang.org/x/tools v0.49.0 // indirect
	google.golang.org/appengine v1.6.8 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20251202230838-ff82c1b0f217 // indirect
	google.golang.org/grpc v1.79.3 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)

tool filippo.io/age/cmd/age
