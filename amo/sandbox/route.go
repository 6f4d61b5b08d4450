package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

// handler answers a request that found its route.
type handler func(*Server, *request) reply

// route is a path below /api/v4, in which * stands for a number and + for any
// name, with its handlers by method.
type route struct {
	pattern  string
	parts    []string
	handlers map[string]handler
}

// place is what a path says in the places of its route's stars and pluses.
type place struct {
	ids   []int64
	names []string
}

// apiRoutes is every path of the API that is here. Earlier ones win.
func apiRoutes() []route {
	get, post, patch := http.MethodGet, http.MethodPost, http.MethodPatch
	routes := []route{
		at("/account", map[string]handler{get: getAccount}),
		at("/users", map[string]handler{get: listUsers}),
		at("/users/*", map[string]handler{get: getUser}),
		at("/leads/pipelines", map[string]handler{get: listPipelines}),
		at("/leads/pipelines/*", map[string]handler{get: getPipeline}),
		at("/leads/pipelines/*/statuses", map[string]handler{get: listStatuses}),
		at("/leads/pipelines/*/statuses/*", map[string]handler{get: getStatus}),
		at("/leads/loss_reasons", map[string]handler{get: listReasons}),
		at("/leads/loss_reasons/*", map[string]handler{get: getReason}),
		at("/leads", map[string]handler{get: listLeads, post: createLeads, patch: editLeads}),
		at("/leads/*", map[string]handler{get: getLead, patch: editLead}),
		at("/leads/*/links", map[string]handler{get: listLinks(kindLeads)}),
		at("/tasks", map[string]handler{get: listTasks, post: createTasks, patch: editTasks}),
		at("/tasks/*", map[string]handler{get: getTask, patch: editTask, http.MethodDelete: refuseTaskDelete}),
	}
	for _, kind := range []string{kindContacts, kindCompanies} {
		routes = append(
			routes,
			at("/"+kind, map[string]handler{get: listParties(kind), post: createParties(kind), patch: editParties(kind)}),
			at("/"+kind+"/*", map[string]handler{get: getParty(kind), patch: editParty(kind)}),
			at("/"+kind+"/*/links", map[string]handler{get: listLinks(kind)}),
		)
	}
	for _, kind := range []string{kindLeads, kindContacts, kindCompanies} {
		routes = append(
			routes,
			at("/"+kind+"/custom_fields", map[string]handler{get: listFields(kind)}),
			at("/"+kind+"/custom_fields/groups", map[string]handler{get: listFieldGroups(kind)}),
			at("/"+kind+"/custom_fields/*", map[string]handler{get: getField(kind)}),
			at("/"+kind+"/tags", map[string]handler{get: listTags(kind)}),
		)
	}
	return routes
}

func at(pattern string, handlers map[string]handler) route {
	return route{pattern: pattern, parts: strings.Split(pattern, "/")[1:], handlers: handlers}
}

// route finds the handler of a path. Without a handler, a pattern says that
// the path exists for other methods.
func (s *Server) route(method, path string) (h handler, pattern string, at place) {
	parts := strings.Split(path, "/")[1:]
	for _, r := range s.routes {
		if at, ok := r.match(parts); ok {
			return r.handlers[method], r.pattern, at
		}
	}
	return nil, "", place{}
}

func (r *route) match(parts []string) (at place, ok bool) {
	if len(parts) != len(r.parts) {
		return place{}, false
	}
	for i, want := range r.parts {
		switch want {
		case "+":
			at.names = append(at.names, parts[i])
		case "*":
			id, err := strconv.ParseInt(parts[i], 10, 64)
			if err != nil || id < 0 {
				return place{}, false
			}
			at.ids = append(at.ids, id)
		default:
			if parts[i] != want {
				return place{}, false
			}
		}
	}
	return at, true
}
