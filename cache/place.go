package cache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// DefaultDir is where the data folder is unless the person says otherwise:
// $XDG_DATA_HOME/voronka or ~/.local/share/voronka, on macOS
// ~/Library/Application Support/voronka, on Windows %LocalAppData%\voronka.
func DefaultDir() (string, error) {
	dir, err := userDataDir()
	if err != nil {
		return "", fmt.Errorf("find the place for data: %w; name a folder with --data-dir", err)
	}
	return filepath.Join(dir, "voronka"), nil
}

func userDataDir() (string, error) {
	switch runtime.GOOS {
	case "windows":
		// Not the roaming profile: a replica is large and belongs to one machine.
		return os.UserCacheDir()
	case "darwin":
		return os.UserConfigDir()
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		if !filepath.IsAbs(dir) {
			return "", errors.New("XDG_DATA_HOME is not an absolute path")
		}
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share"), nil
}
