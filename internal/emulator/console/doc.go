// Package console makes a program of the emulator: what an organisation starts with (seed.go),
// data that survive a restart (data.go), requests that change the emulator itself
// (control.go), and a page at / (page.go), which does what people do in Portkey's own.
//
// Everything below /v1 is the emulated API, and answered by package emulator alone.
package console
