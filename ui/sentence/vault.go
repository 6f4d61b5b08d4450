package sentence

import (
	"errors"

	"voronka/cache/vault"
	"voronka/ui/i18n"
)

// Vault explains why stored tokens cannot be opened; empty when the error is
// not about that.
func Vault(t *i18n.Texts, err error, _ string) string {
	var (
		keychain *vault.KeychainError
		file     *vault.KeyError
		mode     *vault.ModeError
	)
	switch {
	case errors.Is(err, vault.ErrGone):
		return t.Failure(i18n.KeyGone)
	case errors.As(err, &keychain):
		return t.Failure(i18n.Keychain)
	case errors.As(err, &file):
		return t.Failure(i18n.KeyFile, "File", file.Path)
	case errors.As(err, &mode):
		return t.Failure(i18n.KeyMode)
	case errors.Is(err, vault.ErrSealed):
		return t.Failure(i18n.Sealed)
	}
	return ""
}
