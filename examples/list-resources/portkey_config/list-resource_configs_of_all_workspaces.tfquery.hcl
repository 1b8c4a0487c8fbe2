# The configs of every workspace visible to the API key.
list "portkey_config" "all" {
  provider = portkey
  limit    = 1000
}
