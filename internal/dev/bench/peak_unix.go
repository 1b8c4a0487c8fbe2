//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf is the most memory that a process had resident at once, in bytes.
func peakOf(ended *os.ProcessState) int64 {
	used, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(used.Maxrss) //nolint:unconvert // 32 bits on some; in bytes there, in kilobytes elsewhere
	}
	return int64(used.Maxrss) * 1024 //nolint:unconvert // 32 bits on some
}
