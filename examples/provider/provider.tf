terraform {
  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

# The API key is read from the environment: export PORTKEY_API_KEY=...
provider "portkey" {}

resource "portkey_workspace" "production" {
  name        = "Production"
  description = "Traffic of our customers"
}
