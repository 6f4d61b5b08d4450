// Package vault seals the secrets of connected accounts, tokens above all, so
// that the database of the program is of no use without its key.
//
// The key is 32 random bytes, one for each data folder. It lives in the
// keychain of the operating system or, where there is none or the person
// prefers so, in a file of the data folder that only its owner can read.
// Sealed bytes may lie anywhere: they open only with that key, for the account
// and the purpose they were sealed for.
//
// Once a folder has a key, the vault keeps to the place it is in: a keychain
// that cannot be reached for a while is an error to be told, not a reason for
// a new key, which would make every sealed secret worthless.
package vault
