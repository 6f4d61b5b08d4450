//go:build ci

package i18n

// strict makes an unknown key or a missing value stop a test.
const strict = true
