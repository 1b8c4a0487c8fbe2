# What all workspaces of this provider block have in common. Each can replace a
# value, and shows what it ends up with as effective_metadata.
provider "portkey" {
  alias = "payments"

  default_metadata = {
    cost_centre = "4711"
    owner       = "payments-platform"
  }
}
