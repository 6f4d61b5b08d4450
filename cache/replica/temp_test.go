package replica

import (
	"context"
	"os"

	"pgregory.net/rapid"

	"voronka/cache"
)

// tempStore is newStore for one run of a property.
func tempStore(t *rapid.T) *cache.Store {
	t.Helper()
	dir, err := os.MkdirTemp("", "replica")
	if err != nil {
		t.Fatalf("temporary folder: %v", err)
	}
	folder, err := cache.OpenFolder(dir)
	if err != nil {
		t.Fatalf("open folder: %v", err)
	}
	store, err := folder.OpenAccount(context.Background(), 1)
	if err != nil {
		t.Fatalf("open account: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
		if err := folder.Close(); err != nil {
			t.Errorf("close folder: %v", err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("remove folder: %v", err)
		}
	})
	return store
}
