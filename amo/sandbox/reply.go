package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
)

// The content types of amoCRM's answers.
const (
	typeHAL     = "application/hal+json"
	typeProblem = "application/problem+json"
	typeHTML    = "text/html"
	typeJSON    = "application/json"
)

// reply is an answer before it is sent, so that faults can spoil it.
type reply struct {
	status      int
	contentType string
	body        []byte
	retryAfter  int // seconds, 0 for no header
	location    string
}

func halReply(w *writer) reply { return reply{status: http.StatusOK, contentType: typeHAL, body: w.b} }

// noContent is how the API says "nothing found" as well as "done".
func noContent() reply { return reply{status: http.StatusNoContent} }

// problem is the error body of the API, with the keys in its order.
func problem(status int, title, detail string) reply {
	w := &writer{}
	w.object()
	writeProblem(w, status, title, detail)
	w.endObject()
	return reply{status: status, contentType: typeProblem, body: w.b}
}

func writeProblem(w *writer, status int, title, detail string) {
	w.textField("title", title)
	w.textField("type", "https://httpstatus.es/"+strconv.Itoa(status))
	w.intField("status", int64(status))
	w.textField("detail", detail)
}

func unauthorized() reply {
	return problem(http.StatusUnauthorized, "Unauthorized", "Неверный логин или пароль")
}

// unauthorized is the same in the platform's language.
func (s *Server) unauthorized() reply {
	if s.OAuth().Kommo {
		return problem(http.StatusUnauthorized, "Unauthorized", "Invalid user name or password")
	}
	return unauthorized()
}

func notFound(detail string) reply { return problem(http.StatusNotFound, "Not Found", detail) }

// badRequest is a 400 without validation errors: the body is no JSON.
func badRequest(detail string) reply {
	return problem(http.StatusBadRequest, "Bad Request", detail)
}

func internalError() reply {
	return problem(http.StatusInternalServerError, "Internal Server Error", "An unknown error occurred.")
}

// htmlPage is what the front end in front of the API answers.
func htmlPage(status int) reply {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	body := "<html>\r\n<head><title>" + text + "</title></head>\r\n<body>\r\n<center><h1>" + text +
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	return reply{status: status, contentType: typeHTML, body: []byte(body)}
}

// issue is one complaint about one model.
type issue struct{ code, path, detail string }

// The codes of validation errors.
const (
	codeChoice  = "NotSupportedChoice"
	codeType    = "InvalidType"
	codeMissing = "FieldMissing"
	codeBlank   = "NotBlank"
	codeTaken   = "NotUnique"    // our own name as well
	codeRange   = "InvalidRange" // our own name; the API's is not known
)

func notSupported(path string) issue {
	return issue{codeChoice, path, "The value you selected is not a valid choice."}
}

func wrongType(path, want string) issue {
	return issue{codeType, path, "This value should be of type " + want + "."}
}

func missing(path string) issue { return issue{codeMissing, path, "This field is missing."} }

// modelIssues are the complaints about one model of a batch.
type modelIssues struct {
	requestID string
	issues    []issue
}

func writeIssue(w *writer, i issue) {
	w.object()
	w.textField("code", i.code)
	w.textField("path", i.path)
	w.textField("detail", i.detail)
	w.endObject()
}

// refusal is the answer to a write of which nothing was done.
func refusal(models []modelIssues) reply {
	w := &writer{}
	w.object()
	w.key("validation-errors")
	w.array()
	for _, m := range models {
		w.object()
		w.textField("request_id", m.requestID)
		w.key("errors")
		w.array()
		for _, i := range m.issues {
			writeIssue(w, i)
		}
		w.endArray()
		w.endObject()
	}
	w.endArray()
	writeProblem(w, http.StatusBadRequest, "Bad Request", "Request validation failed")
	w.endObject()
	return reply{status: http.StatusBadRequest, contentType: typeProblem, body: w.b}
}
