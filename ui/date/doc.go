// Package date is the calendar a day is chosen from: a month with weeks that
// begin on Monday, in the person's language. Fyne's own knows English months
// only. UI goroutine only.
package date
