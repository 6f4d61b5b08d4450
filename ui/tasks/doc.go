// Package tasks is the screen of what is to be done: overdue, today, tomorrow,
// this week, later, done. Tasks are completed, put off and given to others in
// place. It also says which tasks fall due, for the desktop's notifications.
package tasks
