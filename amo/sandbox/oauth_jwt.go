package sandbox

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
)

// tokenHeader and tokenClaims are the two readable parts of an access token,
// with amoCRM's names.
type tokenHeader struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
	ID        string `json:"jti"`
}

type tokenClaims struct {
	Audience   string   `json:"aud"`
	ID         string   `json:"jti"`
	IssuedAt   int64    `json:"iat"`
	NotBefore  int64    `json:"nbf"`
	ExpiresAt  int64    `json:"exp"`
	Subject    string   `json:"sub"`
	GrantType  string   `json:"grant_type"`
	AccountID  int64    `json:"account_id"`
	BaseDomain string   `json:"base_domain"`
	Version    int      `json:"version"`
	Scopes     []string `json:"scopes"`
	HashUUID   string   `json:"hash_uuid"`
	APIDomain  string   `json:"api_domain"`
}

func tokenScopes() []string {
	return []string{"crm", "files", "files_delete", "notifications", "push_notifications"}
}

// encodeToken is the part of a token that is signed.
func encodeToken(claims tokenClaims) (string, error) {
	var parts [2]string
	for i, part := range []any{tokenHeader{"JWT", "RS256", claims.ID}, claims} {
		b, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("make token: %w", err)
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(b)
	}
	return parts[0] + "." + parts[1], nil
}

// signer signs access tokens with a key that grows from the seed: the tokens
// of a sandbox that was restarted stay good.
type signer struct{ key *rsa.PrivateKey }

// newSigner takes some tenths of a second, so it is made when the first token
// is asked for. It is a key for play: whoever knows the seed knows it.
func newSigner(seed uint64) (signer, error) {
	r := rand.New(rand.NewPCG(seed, 0x6a7774))
	exponent := big.NewInt(65537)
	one := big.NewInt(1)
	var primes []*big.Int
	for len(primes) < 2 {
		p := randomPrime(r, 1024)
		if new(big.Int).GCD(nil, nil, exponent, new(big.Int).Sub(p, one)).Cmp(one) == 0 {
			primes = append(primes, p)
		}
	}
	totient := new(big.Int).Mul(new(big.Int).Sub(primes[0], one), new(big.Int).Sub(primes[1], one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(primes[0], primes[1]), E: int(exponent.Int64())},
		D:         new(big.Int).ModInverse(exponent, totient),
		Primes:    primes,
	}
	key.Precompute()
	if err := key.Validate(); err != nil {
		return signer{}, fmt.Errorf("make signing key: %w", err)
	}
	return signer{key}, nil
}

// randomPrime has its two highest bits set, so that the product of two has
// the full length.
func randomPrime(r *rand.Rand, bits int) *big.Int {
	candidate := new(big.Int).SetBytes(randomBytes(r, bits/8))
	candidate.SetBit(candidate, bits-1, 1).SetBit(candidate, bits-2, 1).SetBit(candidate, 0, 1)
	two := big.NewInt(2)
	for !candidate.ProbablyPrime(1) {
		candidate.Add(candidate, two)
	}
	return candidate
}

func (x signer) sign(claims tokenClaims) (string, error) {
	content, err := encodeToken(claims)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(content))
	signature, err := rsa.SignPKCS1v15(nil, x.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return content + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// read gives the claims of a token this signer has signed.
func (x signer) read(token string) (claims tokenClaims, ok bool) {
	at := strings.LastIndexByte(token, '.')
	if at < 0 {
		return claims, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil {
		return claims, false
	}
	sum := sha256.Sum256([]byte(token[:at]))
	if rsa.VerifyPKCS1v15(&x.key.PublicKey, crypto.SHA256, sum[:], signature) != nil {
		return claims, false
	}
	_, payload, _ := strings.Cut(token[:at], ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return claims, false
	}
	return claims, json.Unmarshal(raw, &claims) == nil
}
