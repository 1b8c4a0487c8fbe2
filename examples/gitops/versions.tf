terraform {
  required_version = ">= 1.8.0"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

# PORTKEY_API_KEY is set by the pipeline: one key for plans, another for applies.
provider "portkey" {}
