package i18n

import (
	"strconv"
	"time"
)

// Month returns the name of a month as a heading says it: "Noyabr".
func (t *Texts) Month(m time.Month) string { return t.T("month.m" + strconv.Itoa(int(m))) }

// MonthOf returns the name of a month after a day: "22 noyabr", "22 ноября".
func (t *Texts) MonthOf(m time.Month) string { return t.T("month_of.m" + strconv.Itoa(int(m))) }

// Weekday returns the name of a day of the week: "Dushanba".
func (t *Texts) Weekday(d time.Weekday) string { return t.T("weekday.d" + strconv.Itoa(int(d))) }

// WeekdayShort returns the two letters over a column of a calendar: "Du".
func (t *Texts) WeekdayShort(d time.Weekday) string {
	return t.T("weekday_short.d" + strconv.Itoa(int(d)))
}
