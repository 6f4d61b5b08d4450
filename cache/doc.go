// Package cache keeps what the program knows: the replica of each connected
// account, the changes that were not sent yet, the history of what was done
// here, and the settings.
//
// Screens read a Store and act through its commands. A command is one
// transaction of SQLite: the rows as the person now wants them, the change in
// the outbox, the act in the history; when it returns, the edit survives a
// kill and a power cut, and Changed has been told. The engine
// (cache/replica) alone brings what the server says, with Apply, and takes
// changes out of the outbox, with Due, StartSending and what follows.
//
// Of every row two things are kept: the server's last word, as the JSON it
// sent (the base), and the columns the screens need, which are the base with
// the row's unsent changes over it. Whoever changes either recomputes the
// columns in the same transaction, so a pull never hides a pending edit.
//
// Several processes may use a folder at once. SQLite keeps their transactions
// apart, Watch tells of the others' writes too, and file locks see to it that
// a folder has one window and an account one engine.
package cache
