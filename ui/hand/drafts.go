package hand

import (
	"context"
	"sync"
)

// Drafts keep what is being typed, as the replica does. Its methods may be
// called from any goroutine; the zero value is empty.
type Drafts struct {
	mu    sync.Mutex
	texts map[string]string
}

// SaveDraft keeps a draft; a nil one is dropped.
func (d *Drafts) SaveDraft(_ context.Context, key string, value []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if value == nil {
		delete(d.texts, key)
		return nil
	}
	if d.texts == nil {
		d.texts = map[string]string{}
	}
	d.texts[key] = string(value)
	return nil
}

// Draft returns a draft, nil without one.
func (d *Drafts) Draft(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if text, ok := d.texts[key]; ok {
		return []byte(text), nil
	}
	return nil, nil
}

// Kept is a draft as a text, "" without one.
func (d *Drafts) Kept(key string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.texts[key]
}
