//go:build !race

package portkey

// raceDetector tells that the tests run under the race detector.
const raceDetector = false
