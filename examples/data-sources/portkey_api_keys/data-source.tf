# The keys that expire within 30 days.
data "portkey_api_keys" "expiring" {
  expires_before = timeadd(plantimestamp(), "720h")
}

output "expiring" {
  value = { for key in data.portkey_api_keys.expiring.api_keys : key.name => key.expires_at }
}
