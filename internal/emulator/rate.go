package emulator

import "time"

// bucket is a rate limit: so many requests at once, refilled over time. The
// numbers of the real API are unknown. The zero bucket never refuses.
type bucket struct {
	perSecond, size, level float64
	last                   time.Time
	retryAfter             bool
}

// SetRateLimit refuses requests with 429 beyond a burst that is refilled
// perSecond, with a Retry-After in whole seconds if retryAfter. It goes by the
// server's clock. perSecond 0 ends it.
func (s *Server) SetRateLimit(perSecond float64, burst int, retryAfter bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rate = bucket{perSecond: perSecond, size: float64(burst), level: float64(burst), last: s.now(), retryAfter: retryAfter}
}

// take lets a request pass, or returns how long it would have to wait.
func (b *bucket) take(now time.Time) (wait time.Duration) {
	if b.perSecond <= 0 {
		return 0
	}
	b.level = min(b.size, b.level+now.Sub(b.last).Seconds()*b.perSecond)
	b.last = now
	if b.level >= 1 {
		b.level--
		return 0
	}
	return max(1, time.Duration((1-b.level)/b.perSecond*float64(time.Second)))
}
