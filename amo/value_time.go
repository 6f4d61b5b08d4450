package amo

import (
	"strconv"
	"time"
)

// Stamp is a time as the API writes it in custom fields: Unix seconds, or
// RFC 3339 text.
type Stamp string

// StampOf is the stamp of a moment, in Unix seconds.
func StampOf(t time.Time) Stamp { return Stamp(strconv.FormatInt(t.Unix(), 10)) }

// Time is the moment a stamp stands for, false when it is none.
func (s Stamp) Time() (time.Time, bool) {
	if unix, ok := s.unix(); ok {
		return time.Unix(unix, 0), true
	}
	t, err := time.Parse(time.RFC3339, string(s))
	return t, err == nil
}

func (s Stamp) unix() (int64, bool) {
	unix, err := strconv.ParseInt(string(s), 10, 64)
	return unix, err == nil && s == Stamp(strconv.FormatInt(unix, 10))
}

// Date is a value of date and birthday: a day of the calendar, which the
// server keeps as a moment of that day in the account's time zone.
type Date struct {
	Source `json:"-"`

	Value Stamp `json:"value"`
}

// DayOf is a day of the calendar. It is written as that day's noon with the
// offset of the account's zone, because the server makes a day of a moment by
// its own zone, and a midnight lands on the day before as easily.
func DayOf(year int, month time.Month, day int, account *time.Location) Date {
	return Date{Value: Stamp(time.Date(year, month, day, 12, 0, 0, 0, account).Format(time.RFC3339))}
}

// Day is the day in the account's time zone, false when the value is no time.
func (v Date) Day(account *time.Location) (year int, month time.Month, day int, ok bool) {
	t, ok := v.Value.Time()
	if !ok {
		return 0, 0, 0, false
	}
	year, month, day = t.In(account).Date()
	return year, month, day, true
}

func (v Date) written() ([]byte, error) { return v.MarshalJSON() }

// DateTime is a value of date_time: a moment.
type DateTime struct {
	Source `json:"-"`

	Value Stamp `json:"value"`
}

// MomentOf is a moment, to the second.
func MomentOf(t time.Time) DateTime { return DateTime{Value: StampOf(t)} }

// Time is the moment, false when the value is no time.
func (v DateTime) Time() (time.Time, bool) { return v.Value.Time() }

func (v DateTime) written() ([]byte, error) { return v.MarshalJSON() }
