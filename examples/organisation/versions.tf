terraform {
  required_version = ">= 1.8.0"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

# The key comes from PORTKEY_API_KEY, the URL from PORTKEY_BASE_URL.
provider "portkey" {}
