package format

import (
	"time"
	_ "time/tzdata" // Windows has no zone files of its own
)

// DefaultZone is the time zone of an account that names none.
const DefaultZone = "Asia/Tashkent"

// Zone returns the time zone an account names, such as "Asia/Tashkent", as
// account.datetime_settings.timezone of GET /api/v4/account gives it. A zone
// nobody knows is Tashkent's.
func Zone(name string) *time.Location {
	if name != "" {
		if l, err := time.LoadLocation(name); err == nil {
			return l
		}
	}
	if l, err := time.LoadLocation(DefaultZone); err == nil {
		return l
	}
	return time.FixedZone(DefaultZone, 5*60*60)
}
