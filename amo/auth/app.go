package auth

import (
	"fmt"
	"log/slog"
	"strings"
)

// App is the integration as amoCRM knows it, from the "Keys" tab of its
// settings there.
type App struct {
	ClientID string `json:"client_id"` // integration ID, a UUID
	Secret   string `json:"client_secret"`
	// RedirectURI must equal the one in the settings character for character.
	RedirectURI string `json:"redirect_uri"`
}

// check finds a setting that is missing, before the server has to.
func (a App) check() error {
	for _, field := range []struct{ name, value string }{
		{"client_id", a.ClientID},
		{"client_secret", a.Secret},
		{"redirect_uri", a.RedirectURI},
	} {
		if strings.TrimSpace(field.value) == "" {
			return &SettingsError{Field: field.name}
		}
	}
	return nil
}

// String keeps the secret out of anything printed.
func (a App) String() string { return "integration " + a.ClientID }

// Format keeps the secret out of anything printed, whatever the verb.
func (a App) Format(f fmt.State, _ rune) { writeText(f, a.String()) }

// LogValue keeps the secret out of logs.
func (a App) LogValue() slog.Value { return slog.StringValue(a.String()) }

// writeText prints a stand-in for a value with secrets. A printer that fails
// has nothing to be told.
func writeText(f fmt.State, text string) { _, _ = f.Write([]byte(text)) }
