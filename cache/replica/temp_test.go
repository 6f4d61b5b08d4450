package replica

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"voronka/cache"
)

// emptyFolder is the content of a data folder with an empty account. To copy
// it takes a fraction of what it takes to make one, which under the race
// detector is most of a short test.
var emptyFolder = sync.OnceValues(func() (files map[string][]byte, err error) {
	dir, err := os.MkdirTemp("", "replica")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	store, end, err := openAccount(dir)
	if err != nil {
		return nil, err
	}
	_, err = store.Counts(context.Background())
	if err := errors.Join(err, end()); err != nil {
		return nil, err
	}
	files = map[string][]byte{}
	for _, name := range []string{"voronka.db", filepath.Join("accounts", "1.db")} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

// openAccount opens the account of the tests in a folder; end closes it.
func openAccount(dir string) (store *cache.Store, end func() error, err error) {
	folder, err := cache.OpenFolder(dir)
	if err != nil {
		return nil, nil, err
	}
	store, err = folder.OpenAccount(context.Background(), 1)
	if err != nil {
		return nil, nil, errors.Join(err, folder.Close())
	}
	return store, func() error { return errors.Join(store.Close(), folder.Close()) }, nil
}

// openCopy is openAccount in a folder that has one, or gets an empty one.
func openCopy(dir string) (store *cache.Store, end func() error, err error) {
	if _, err := os.Stat(filepath.Join(dir, "voronka.db")); err != nil {
		files, err := emptyFolder()
		if err != nil {
			return nil, nil, err
		}
		if err := os.MkdirAll(filepath.Join(dir, "accounts"), 0o700); err != nil {
			return nil, nil, err
		}
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				return nil, nil, err
			}
		}
	}
	return openAccount(dir)
}

func newStore(t testing.TB, dir string) *cache.Store {
	t.Helper()
	store, end, err := openCopy(dir)
	if err != nil {
		t.Fatalf("open account: %v", err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Errorf("close account: %v", err)
		}
	})
	return store
}

// tempStore is newStore for one run of a property.
func tempStore(t *rapid.T) *cache.Store {
	t.Helper()
	dir, err := os.MkdirTemp("", "replica")
	if err != nil {
		t.Fatalf("temporary folder: %v", err)
	}
	store, end, err := openCopy(dir)
	if err != nil {
		t.Fatalf("open account: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(end(), os.RemoveAll(dir)); err != nil {
			t.Errorf("close account: %v", err)
		}
	})
	return store
}
