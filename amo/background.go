package amo

import "context"

type backgroundKey struct{}

// Background marks the calls made with the returned context as background
// work: they wait behind every call a person waits for, and leave a part of
// the minute's budget to those. Calls are interactive unless marked.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

// IsBackground reports whether calls with ctx are background work.
func IsBackground(ctx context.Context) bool {
	marked, _ := ctx.Value(backgroundKey{}).(bool)
	return marked
}
