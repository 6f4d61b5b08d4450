package theme

import "image/color"

// avatarColours are the circles behind a person's initials; white text on
// each of them has a contrast of at least 4.5.
var avatarColours = [...]color.NRGBA{
	hex(0x7057E8), // violet
	hex(0x188056), // green
	hex(0xC2427F), // magenta
	hex(0xC24E26), // orange
	hex(0x2F6AE0), // blue
	hex(0x0F7F8C), // teal
	hex(0xA3549E), // plum
	hex(0x8A6A12), // ochre
	hex(0xC8414B), // crimson
	hex(0x4F6FA8), // slate blue
	hex(0x5C7A22), // olive
	hex(0x8D5B45), // brown
}

// Avatar returns the colour of a person's circle. It depends on the id alone,
// so that a person looks the same everywhere and always. White text on it is
// readable.
func Avatar(id int64) color.NRGBA {
	// Ids of one account are near each other; a multiplicative hash keeps
	// neighbours apart.
	h := uint64(id) * 0x9E3779B97F4A7C15
	return avatarColours[(h>>32)%uint64(len(avatarColours))]
}
