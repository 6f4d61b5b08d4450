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
	get, post, patch, remove := http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	routes := []route{
		at("/account", map[string]handler{get: getAccount}),
		at("/currencies", map[string]handler{get: listCurrencies}),
		at("/calls", map[string]handler{post: createCalls}),
		at("/catalogs", map[string]handler{get: listCatalogs, post: createCatalogs, patch: editCatalogs}),
		at("/catalogs/*", map[string]handler{get: getCatalog, patch: editCatalog}),
		at("/catalogs/*/elements", map[string]handler{get: listElements, post: createElements, patch: editElements}),
		at("/catalogs/*/elements/*", map[string]handler{get: getElement, patch: editElement}),
		at("/catalogs/*/custom_fields", map[string]handler{get: listNothing}),
		at("/sources", map[string]handler{get: listNothing}),
		at("/sources/*", map[string]handler{get: listNothing}),
		at("/widgets", map[string]handler{get: listNothing}),
		at("/chats/templates", map[string]handler{get: listNothing}),
		at("/contacts/chats", map[string]handler{get: listNothing}),
		at("/customers", map[string]handler{get: listNothing}),
		at("/customers/+", map[string]handler{get: listNothing}),
		at("/customers/+/custom_fields", map[string]handler{get: listNothing}),
		at("/users", map[string]handler{get: forUsers(listUsers), post: forUsers(createUsers)}),
		at("/users/activate", map[string]handler{post: forUsers(activateUsers(true))}),
		at("/users/deactivate", map[string]handler{post: forUsers(activateUsers(false))}),
		at("/users/*", map[string]handler{get: forUsers(getUser)}),
		at("/roles", map[string]handler{get: forUsers(listRoles), post: forUsers(createRoles)}),
		at("/roles/*", map[string]handler{get: forUsers(getRole), patch: forUsers(editRole), remove: forUsers(deleteRole)}),
		at("/webhooks", map[string]handler{get: adminOnly(listHooks), post: adminOnly(subscribe), remove: adminOnly(unsubscribe)}),
		at("/events", map[string]handler{get: listEvents}),
		at("/events/types", map[string]handler{get: listEventTypes}),
		at("/events/+", map[string]handler{get: getEvent}),
		at("/tasks", map[string]handler{get: listTasks, post: createTasks, patch: editTasks}),
		at("/tasks/*", map[string]handler{get: getTask, patch: editTask, remove: refuseTaskDelete}),
	}
	routes = append(routes, leadRoutes()...)
	for _, kind := range []string{kindContacts, kindCompanies} {
		routes = append(routes,
			at("/"+kind, map[string]handler{get: listParties(kind), post: createParties(kind), patch: editParties(kind)}),
			at("/"+kind+"/*", map[string]handler{get: getParty(kind), patch: editParty(kind)}))
	}
	for _, kind := range []string{kindLeads, kindContacts, kindCompanies} {
		routes = append(routes, sharedRoutes("/"+kind, kind)...)
	}
	return routes
}

// leadRoutes are those that only leads have.
func leadRoutes() []route {
	get, post, patch, remove := http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	return []route{
		at("/leads/pipelines", map[string]handler{get: listPipelines, post: adminOnly(createPipelines)}),
		at("/leads/pipelines/*", map[string]handler{get: getPipeline, patch: adminOnly(editPipeline), remove: adminOnly(deletePipeline)}),
		at("/leads/pipelines/*/statuses", map[string]handler{get: listStatuses, post: adminOnly(createStatuses)}),
		at("/leads/pipelines/*/statuses/*", map[string]handler{get: getStatus, patch: adminOnly(editStatus), remove: adminOnly(deleteStatus)}),
		at("/leads/loss_reasons", map[string]handler{get: listReasons, post: adminOnly(createReasons)}),
		at("/leads/loss_reasons/*", map[string]handler{get: getReason, remove: adminOnly(deleteReason)}),
		at("/leads/complex", map[string]handler{post: createComplex}),
		at("/leads/unsorted", map[string]handler{get: listUnsorted}),
		at("/leads/unsorted/sip", map[string]handler{post: createUnsorted("sip")}),
		at("/leads/unsorted/forms", map[string]handler{post: createUnsorted("forms")}),
		at("/leads/unsorted/summary", map[string]handler{get: unsortedSummary}),
		at("/leads/unsorted/+", map[string]handler{get: getUnsorted}),
		at("/leads/unsorted/+/accept", map[string]handler{post: acceptUnsorted}),
		at("/leads/unsorted/+/decline", map[string]handler{remove: declineUnsorted}),
		at("/leads/unsorted/+/link", map[string]handler{post: linkUnsorted}),
		at("/leads", map[string]handler{get: listLeads, post: createLeads, patch: editLeads}),
		at("/leads/*", map[string]handler{get: getLead, patch: editLead}),
	}
}

// sharedRoutes are those that leads, contacts and companies have alike.
func sharedRoutes(root, kind string) []route {
	get, post, patch, remove := http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	return []route{
		at(root+"/links", map[string]handler{get: listManyLinks(kind)}),
		at(root+"/link", map[string]handler{post: linkEntities(kind)}),
		at(root+"/unlink", map[string]handler{post: unlinkEntities(kind)}),
		at(root+"/*/links", map[string]handler{get: listLinks(kind)}),
		at(root+"/*/link", map[string]handler{post: linkEntities(kind)}),
		at(root+"/*/unlink", map[string]handler{post: unlinkEntities(kind)}),
		at(root+"/tags", map[string]handler{get: listTags(kind), post: createTags(kind)}),
		at(root+"/notes", map[string]handler{get: listNotes(kind), post: createNotes(kind), patch: editNotes(kind)}),
		at(root+"/notes/*", map[string]handler{get: getNote(kind), patch: editNote(kind)}),
		at(root+"/notes/*/pin", map[string]handler{post: pinNote(kind, true)}),
		at(root+"/notes/*/unpin", map[string]handler{post: pinNote(kind, false)}),
		at(root+"/*/notes", map[string]handler{get: listNotes(kind), post: createNotes(kind), patch: editNotes(kind)}),
		at(root+"/*/notes/*", map[string]handler{get: getNote(kind), patch: editNote(kind)}),
		at(root+"/custom_fields", map[string]handler{
			get: listFields(kind), post: adminOnly(createFields(kind)), patch: adminOnly(editFields(kind)),
		}),
		at(root+"/custom_fields/groups", map[string]handler{get: listFieldGroups(kind), post: adminOnly(createFieldGroups(kind))}),
		at(root+"/custom_fields/groups/+", map[string]handler{
			get: getFieldGroup(kind), patch: adminOnly(editFieldGroup(kind)), remove: adminOnly(deleteFieldGroup(kind)),
		}),
		at(root+"/custom_fields/*", map[string]handler{
			get: getField(kind), patch: adminOnly(editField(kind)), remove: adminOnly(deleteField(kind)),
		}),
	}
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
