//go:build race

package portkey

// raceDetector reports that the tests run under the race detector.
const raceDetector = true
