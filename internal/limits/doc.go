// Package limits is the dictionary of usage_limits and rate_limits, which
// several nouns share: their attributes, their models, and both mappings to the
// Admin API.
//
// The API stores the lists whole and gives a limit no id, so a limit is found
// again by what it says (pair.go), never by its place in the list: a limit
// that is inserted at the front moves no other limit's reset date.
package limits
