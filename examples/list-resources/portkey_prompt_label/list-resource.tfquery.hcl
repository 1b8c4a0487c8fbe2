# The labels of the organisation. The following command generates a resource and an import
# block for each of them:
#   terraform query -generate-config-out=labels.tf
list "portkey_prompt_label" "organisation" {
  provider = portkey

  config {
    scope = "organisation"
  }
}
