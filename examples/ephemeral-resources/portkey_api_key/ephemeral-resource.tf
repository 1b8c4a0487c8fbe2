# A key that may manage the configs of one workspace, for as long as a run takes. The
# provider configuration "configs" uses it, so nothing of it is in the state.
data "portkey_workspace" "fraud_detection" {
  slug = "fraud-detection"
}

ephemeral "portkey_api_key" "configs" {
  workspace_id = data.portkey_workspace.fraud_detection.id
  name         = "terraform-configs"
  scopes       = ["configs.create", "configs.read", "configs.update", "configs.delete", "configs.list"]
  expires_in   = "30m"
}

provider "portkey" {
  alias   = "configs"
  api_key = ephemeral.portkey_api_key.configs.key
}

resource "portkey_config" "fallback" {
  provider = portkey.configs

  name = "fallback"
  config = jsonencode({
    strategy = { mode = "fallback" }
    targets  = [{ provider = "@openai" }, { provider = "@anthropic" }]
  })
}
