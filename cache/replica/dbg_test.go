package replica
import ("log/slog";"os")
func init(){ if os.Getenv("DBG")!="" { dbgLog = slog.New(slog.NewTextHandler(os.Stderr,nil)) } }
var dbgLog *slog.Logger
