resource "portkey_workspace" "support" {
  name = "Customer support"
}

resource "portkey_prompt_collection" "refunds" {
  workspace_id = portkey_workspace.support.id
  name         = "Refunds"
}

# A collection in a collection, for each country.
resource "portkey_prompt_collection" "country" {
  for_each = toset(["Austria", "Brazil"])

  workspace_id         = portkey_workspace.support.id
  parent_collection_id = portkey_prompt_collection.refunds.id
  name                 = "Refunds in ${each.key}"
}
