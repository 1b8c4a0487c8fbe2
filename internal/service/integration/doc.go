// Package integration manages the connections to AI providers: portkey_integration. Start
// reading at model.go; configurations.go says how they and their secrets go together.
package integration
