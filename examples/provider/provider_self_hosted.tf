# A self-hosted control plane with a private certificate authority, and the API key in
# a file that the pipeline mounts.
provider "portkey" {
  alias = "self_hosted"

  base_url     = "https://portkey.internal.example.com"
  api_key_file = "/run/secrets/portkey-admin-key"
  ca_cert_file = "/etc/ssl/certs/example-internal-ca.pem"

  max_requests_per_second = 10
  request_timeout         = "20s"
}
