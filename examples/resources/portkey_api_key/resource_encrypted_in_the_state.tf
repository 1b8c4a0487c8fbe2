# The state contains the encrypted key only. Whoever has the private key decrypts it:
#   terraform output -raw encrypted_key | age --decrypt -i key.txt
variable "workspace_id" {
  description = "The ID of the workspace that contains the key."
  type        = string
}

resource "portkey_api_key" "nightly_evaluation" {
  type         = "workspace-service"
  workspace_id = var.workspace_id
  name         = "nightly-evaluation"
  scopes       = ["completions.write"]

  encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

output "encrypted_key" {
  value = portkey_api_key.nightly_evaluation.encrypted_key
}
