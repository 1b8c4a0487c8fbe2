terraform {
  required_version = ">= 1.8.0"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}
