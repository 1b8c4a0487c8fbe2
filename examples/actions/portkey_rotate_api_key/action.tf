# The following command lets the current key work for one more hour:
#   terraform apply -invoke=action.portkey_rotate_api_key.leaked
action "portkey_rotate_api_key" "leaked" {
  config {
    api_key_id           = "6f1c9d2e-5b7a-4c3d-8e9f-0a1b2c3d4e5f"
    transition_period_ms = 60 * 60 * 1000
  }
}
