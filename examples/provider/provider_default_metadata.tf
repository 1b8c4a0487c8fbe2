# Metadata for all workspaces of this provider block. A workspace can override a value;
# its effective_metadata is the merged result.
provider "portkey" {
  alias = "payments"

  default_metadata = {
    cost_centre = "4711"
    owner       = "payments-platform"
  }
}
