output "reset" {
  value = provider::portkey::next_reset({ periodic_reset = "monthly" }, plantimestamp())
}
