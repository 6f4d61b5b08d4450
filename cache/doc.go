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
//
// Measured on two cores, busy with other work, at 100,000 leads (budget in
// brackets): a board 45 ms (100), 40 cards 1 ms, 300 cards 3 ms (10), a move
// until Changed 1.1 ms at p95 (10); new leads are taken in at 22,000 to 31,000
// a second (15,000), and one takes 1 KB on the disk. The benchmarks print them.
//
// Search has an index of FTS5 over what cache/fold makes of the rows. A write
// only queues the rows it changes, in its own transaction; a goroutine of the
// store indexes them behind the person's back, and until then a search reads
// them as they are. Measured at 100,000 leads, 100,000 contacts and 50,000 notes
// with seven times more to do than the machine has cores: 7 ms from a key press to the
// hits at the median, 58 ms at p95 (budget 50, for an idle machine); a row takes 260 bytes.
package cache
