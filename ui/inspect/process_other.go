//go:build inspect && !linux

package inspect

import "time"

// loaded is when this package was initialised, early in the process.
var loaded = time.Now()

// processStart is when the program began to load.
func processStart() time.Time { return loaded }
