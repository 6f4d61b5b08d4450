package amo

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEndpoints: each method calls its endpoint with its parameters and body,
// and reads the answer.
func TestEndpoints(t *testing.T) {
	receipt := func(key string) string {
		return `{"_embedded":{"` + key + `":[{"id":5,"request_id":"0","updated_at":9}]}}`
	}
	hal := func(name string) string { return string(fixture(t, name)) }
	notes := NoteScope{Entity: EntityLeads, EntityID: 7001}
	type row struct {
		want string // method, path, query and body
		body string // of the answer, empty for 204
		call func(*Client) (any, error)
		read string // what it makes of the answer
	}
	for name, tc := range map[string]row{
		"tags": {
			"GET /leads/tags?filter[id][]=301&filter[id][]=302&filter[name]=VIP&limit=250&page=2&query=V", hal("tags.json"),
			func(c *Client) (any, error) {
				p, err := c.Tags(t.Context(), EntityLeads, TagQuery{Page: 2, Limit: 999, Query: "V", Name: "VIP", IDs: []int64{301, 302}})
				return len(p.Items), err
			}, "2",
		},
		"loss reasons": {"GET /leads/loss_reasons?limit=10", "", func(c *Client) (any, error) {
			p, err := c.LossReasons(t.Context(), PageQuery{Limit: 10})
			return len(p.Items), err
		}, "0"},
		"loss reason": {"GET /leads/loss_reasons/41", `{"id":41,"name":"Dear"}`, func(c *Client) (any, error) {
			v, err := c.LossReason(t.Context(), 41)
			return v.Name, err
		}, "Dear"},
		"create loss reason": {
			`POST /leads/loss_reasons [{"name":"Dear","sort":10,"request_id":"0"}]`, receipt("loss_reasons"),
			func(c *Client) (any, error) {
				v, err := c.CreateLossReasons(t.Context(), []LossReasonDraft{{Name: "Dear", Sort: 10}})
				return v[0].ID, err
			}, "5",
		},
		"delete loss reason": {"DELETE /leads/loss_reasons/41", "", func(c *Client) (any, error) { return nil, c.DeleteLossReason(t.Context(), 41) }, "<nil>"},
		"pipeline":           {"GET /leads/pipelines/11", `{"id":11,"name":"Sales"}`, func(c *Client) (any, error) { v, err := c.Pipeline(t.Context(), 11); return v.Name, err }, "Sales"},
		"edit pipeline": {
			`PATCH /leads/pipelines/11 {"name":"Savdo","is_main":false}`, `{"id":11,"name":"Savdo"}`,
			func(c *Client) (any, error) {
				v, err := c.UpdatePipeline(t.Context(), PipelinePatch{ID: 11, Name: Set("Savdo"), IsMain: Set(false)})
				return v.Name, err
			}, "Savdo",
		},
		"delete pipeline": {"DELETE /leads/pipelines/11", "", func(c *Client) (any, error) { return nil, c.DeletePipeline(t.Context(), 11) }, "<nil>"},
		"statuses": {"GET /leads/pipelines/11/statuses?with=descriptions", hal("statuses.json"), func(c *Client) (any, error) {
			v, err := c.Statuses(t.Context(), 11, "descriptions")
			return v[0].Descriptions[0].Description, err
		}, "Call first"},
		"status": {"GET /leads/pipelines/11/statuses/142", `{"id":142,"name":"Won"}`, func(c *Client) (any, error) { v, err := c.Status(t.Context(), 11, 142); return v.Name, err }, "Won"},
		"create status": {
			`POST /leads/pipelines/11/statuses [{"name":"Paid","sort":20,"color":"#c1e0ff","descriptions":[{"level":"newbie","description":"Call"}],"request_id":"0"}]`, receipt("statuses"),
			func(c *Client) (any, error) {
				v, err := c.CreateStatuses(t.Context(), 11, []StatusDraft{{Name: "Paid", Sort: 20, Color: "#c1e0ff", Descriptions: []StatusDescriptionDraft{{Level: "newbie", Text: "Call"}}}})
				return v[0].ID, err
			}, "5",
		},
		"edit status": {`PATCH /leads/pipelines/11/statuses/1101 {"color":"#fffeb2"}`, `{"id":1101,"color":"#fffeb2"}`, func(c *Client) (any, error) {
			v, err := c.UpdateStatus(t.Context(), StatusPatch{ID: 1101, PipelineID: 11, Color: Set("#fffeb2")})
			return v.Color, err
		}, "#fffeb2"},
		"delete status": {"DELETE /leads/pipelines/11/statuses/1101", "", func(c *Client) (any, error) { return nil, c.DeleteStatus(t.Context(), 11, 1101) }, "<nil>"},
		"create contact": {
			`POST /contacts [{"first_name":"Malika","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998900000002","enum_code":"MOB"}]}],"request_id":"0"}]`, receipt("contacts"),
			func(c *Client) (any, error) {
				phone, err := SetFieldCode("PHONE", Multitext{Value: "+998900000002", EnumCode: KindMobile})
				if err != nil {
					return nil, err
				}
				v, err := c.CreateContacts(t.Context(), []ContactDraft{{FirstName: "Malika", CustomFieldsValues: []FieldPatch{phone}, RequestID: "k1"}})
				return v, err
			}, "[{5 k1}]",
		},
		"edit contact": {`PATCH /contacts/5 {"name":"M"}`, `{"id":5,"name":"M","updated_at":9}`, func(c *Client) (any, error) { return c.UpdateContact(t.Context(), ContactPatch{ID: 5, Name: Set("M")}) }, "{5 9 }"},
		"edit contacts": {`PATCH /contacts [{"id":5,"tags_to_delete":[{"name":"VIP"}],"request_id":"0"}]`, receipt("contacts"), func(c *Client) (any, error) {
			return c.UpdateContacts(t.Context(), []ContactPatch{{ID: 5, TagsToDelete: []TagRef{{Name: "VIP"}}}})
		}, "[{5 9 }]"},
		"create company": {`POST /companies [{"name":"Akfa","request_id":"0"}]`, receipt("companies"), func(c *Client) (any, error) { return c.CreateCompanies(t.Context(), []CompanyDraft{{Name: "Akfa"}}) }, "[{5 }]"},
		"edit company":   {`PATCH /companies/5 {"name":"M"}`, `{"id":5,"updated_at":9}`, func(c *Client) (any, error) { return c.UpdateCompany(t.Context(), CompanyPatch{ID: 5, Name: Set("M")}) }, "{5 9 }"},
		"edit companies": {`PATCH /companies [{"id":5,"name":"M","request_id":"0"}]`, receipt("companies"), func(c *Client) (any, error) {
			return c.UpdateCompanies(t.Context(), []CompanyPatch{{ID: 5, Name: Set("M")}})
		}, "[{5 9 }]"},
		"links": {"GET /leads/7001/links?filter[to_entity_id]=6001&filter[to_entity_type]=contacts", hal("links.json"), func(c *Client) (any, error) {
			v, err := c.Links(t.Context(), EntityLeads, 7001, LinkQuery{ToEntityID: 6001, ToEntityType: EntityContacts})
			return fmt.Sprint(len(v), v[0].Metadata.MainContact, v[2].Metadata.Quantity), err
		}, "3 true2.5"},
		"links of several": {"GET /leads/links?filter[entity_id][]=1&filter[entity_id][]=2&filter[to_catalog_id]=90", "", func(c *Client) (any, error) {
			v, err := c.LinksOf(t.Context(), EntityLeads, []int64{1, 2}, LinkQuery{ToCatalogID: 90})
			return len(v), err
		}, "0"},
		"link": {
			`POST /leads/7001/link [{"to_entity_id":6001,"to_entity_type":"contacts","metadata":{"is_main":true}},` +
				`{"to_entity_id":8001,"to_entity_type":"catalog_elements","metadata":{"quantity":2,"catalog_id":90,"price_id":null,"updated_by":9001}}]`, hal("links.json"),
			func(c *Client) (any, error) {
				v, err := c.Link(t.Context(), EntityLeads, 7001, []LinkDraft{
					{ToEntityID: 6001, ToEntityType: EntityContacts, Metadata: &LinkDraftMetadata{IsMain: Set(true)}},
					{ToEntityID: 8001, ToEntityType: EntityCatalogElements, Metadata: &LinkDraftMetadata{Quantity: "2", CatalogID: 90, PriceID: Null[int64](), UpdatedBy: Set[int64](9001)}},
				})
				return len(v), err
			}, "3",
		},
		"link many": {`POST /leads/link [{"entity_id":1,"to_entity_id":2,"to_entity_type":"companies"}]`, "", func(c *Client) (any, error) {
			v, err := c.LinkMany(t.Context(), EntityLeads, []LinkDraft{{EntityID: 1, ToEntityID: 2, ToEntityType: EntityCompanies}})
			return len(v), err
		}, "0"},
		"unlink": {`POST /leads/1/unlink [{"to_entity_id":2,"to_entity_type":"contacts"}]`, "", func(c *Client) (any, error) {
			return nil, c.Unlink(t.Context(), EntityLeads, 1, []LinkDraft{{ToEntityID: 2, ToEntityType: EntityContacts}})
		}, "<nil>"},
		"unlink many": {`POST /contacts/unlink [{"entity_id":1,"to_entity_id":2,"to_entity_type":"companies"}]`, "", func(c *Client) (any, error) {
			return nil, c.UnlinkMany(t.Context(), EntityContacts, []LinkDraft{{EntityID: 1, ToEntityID: 2, ToEntityType: EntityCompanies}})
		}, "<nil>"},
		"fields": {"GET /leads/custom_fields?filter[type][0]=select&limit=50&order[sort]=asc", hal("custom_fields.json"), func(c *Client) (any, error) {
			p, err := c.CustomFields(t.Context(), EntityLeads, CustomFieldQuery{Limit: 250, Types: []string{FieldSelect}, Order: Order{Field: "sort"}})
			return fmt.Sprint(len(p.Items), p.HasNext, p.Items[0].Enums[1].Value, p.Items[7].Nested[1].Value), err
		}, "8 truePickupPhones"},
		"field": {"GET /catalogs/90/custom_fields/508", `{"id":508,"search_in":91}`, func(c *Client) (any, error) {
			v, err := c.CustomField(t.Context(), CatalogFields(90), 508)
			return *v.SearchIn, err
		}, "91"},
		"create field": {
			`POST /leads/custom_fields [{"type":"select","name":"Delivery","enums":[{"value":"Courier","sort":1}],"request_id":"0"}]`, receipt("custom_fields"),
			func(c *Client) (any, error) {
				v, err := c.CreateCustomFields(t.Context(), EntityLeads, []CustomFieldDraft{{Type: FieldSelect, Name: "Delivery", Enums: []FieldEnum{{Value: "Courier", Sort: 1}}}})
				return v[0].ID, err
			}, "5",
		},
		"edit field": {`PATCH /leads/custom_fields/502 {"name":"D","required_statuses":[]}`, `{"id":502,"name":"D"}`, func(c *Client) (any, error) {
			v, err := c.UpdateCustomField(t.Context(), EntityLeads, CustomFieldPatch{ID: 502, Name: Set("D"), RequiredStatuses: Set([]FieldStatus{})})
			return v.Name, err
		}, "D"},
		"edit fields": {`PATCH /leads/custom_fields [{"id":502,"code":null,"request_id":"0"}]`, hal("custom_fields.json"), func(c *Client) (any, error) {
			v, err := c.UpdateCustomFields(t.Context(), EntityLeads, []CustomFieldPatch{{ID: 502, Code: Null[string]()}})
			return v[0].Name, err
		}, "Delivery"},
		"delete field": {"DELETE /customers/segments/custom_fields/5", "", func(c *Client) (any, error) { return nil, c.DeleteCustomField(t.Context(), CustomerSegments, 5) }, "<nil>"},
		"groups": {"GET /leads/custom_fields/groups", hal("groups.json"), func(c *Client) (any, error) {
			p, err := c.FieldGroups(t.Context(), EntityLeads, PageQuery{})
			return p.Items[1].ID, err
		}, "90"},
		"group": {"GET /leads/custom_fields/groups/default", `{"id":"default","name":"Main"}`, func(c *Client) (any, error) {
			v, err := c.FieldGroup(t.Context(), EntityLeads, "default")
			return v.Name, err
		}, "Main"},
		"create group": {`POST /leads/custom_fields/groups [{"name":"Logistics","sort":5,"request_id":"0"}]`, `{"_embedded":{"groups":[{"id":"leads_1","name":"Logistics","request_id":"0"}]}}`, func(c *Client) (any, error) {
			v, err := c.CreateFieldGroups(t.Context(), EntityLeads, []FieldGroupDraft{{Name: "Logistics", Sort: 5}})
			return v[0].ID, err
		}, "leads_1"},
		"edit group": {`PATCH /leads/custom_fields/groups/leads_1 {"sort":3,"fields":[501,502]}`, `{"id":"leads_1","sort":3}`, func(c *Client) (any, error) {
			v, err := c.UpdateFieldGroup(t.Context(), EntityLeads, FieldGroupPatch{ID: "leads_1", Sort: Set[int64](3), Fields: []int64{501, 502}})
			return v.Sort, err
		}, "3"},
		"delete group": {"DELETE /leads/custom_fields/groups/leads_1", "", func(c *Client) (any, error) { return nil, c.DeleteFieldGroup(t.Context(), EntityLeads, "leads_1") }, "<nil>"},
		"task":         {"GET /tasks/12001", `{"id":12001,"text":"Call"}`, func(c *Client) (any, error) { v, err := c.Task(t.Context(), 12001); return v.Text, err }, "Call"},
		"create task": {
			`POST /tasks [{"text":"Call back","complete_till":1760090000,"task_type_id":1,"entity_id":7001,"entity_type":"leads","duration":1800,"request_id":"0"}]`, receipt("tasks"),
			func(c *Client) (any, error) {
				return c.CreateTasks(t.Context(), []TaskDraft{{Text: "Call back", CompleteTill: 1760090000, TaskTypeID: 1, EntityID: 7001, EntityType: EntityLeads, Duration: 1800}})
			}, "[{5 }]",
		},
		"edit tasks": {`PATCH /tasks [{"id":5,"text":"T","complete_till":1,"request_id":"0"}]`, receipt("tasks"), func(c *Client) (any, error) {
			return c.UpdateTasks(t.Context(), []TaskPatch{{ID: 5, Text: Set("T"), CompleteTill: Set[int64](1)}})
		}, "[{5 9 }]"},
		"complete task": {`PATCH /tasks/12001 {"is_completed":true,"result":{"text":"Agreed on delivery"}}`, `{"id":12001,"updated_at":1760095000}`, func(c *Client) (any, error) { return c.CompleteTask(t.Context(), 12001, "Agreed on delivery") }, "{12001 1760095000 }"},
		"notes": {"GET /leads/notes?filter[entity_id][]=7001&filter[id][0]=1&filter[note_type][0]=common&filter[updated_at][from]=5&limit=250&order[id]=desc&with=is_pinned", hal("notes.json"), func(c *Client) (any, error) {
			p, err := c.Notes(t.Context(), NoteScope{Entity: EntityLeads}, NoteQuery{Limit: 250, With: []string{"is_pinned"}, Order: Order{Field: "id", Desc: true}, IDs: []int64{1}, EntityIDs: []int64{7001}, Types: []string{"common"}, UpdatedAt: Range{From: 5}})
			return len(p.Items), err
		}, "12"},
		"notes of one": {"GET /leads/7001/notes", "", func(c *Client) (any, error) {
			p, err := c.Notes(t.Context(), notes, NoteQuery{})
			return len(p.Items), err
		}, "0"},
		"note": {"GET /leads/7001/notes/5", `{"id":5,"note_type":"common"}`, func(c *Client) (any, error) { v, err := c.Note(t.Context(), notes, 5); return v.NoteType, err }, "common"},
		"create note": {`POST /leads/7001/notes [{"note_type":"common","params":{"text":"Paid in cash"},"request_id":"0"}]`, receipt("notes"), func(c *Client) (any, error) {
			return c.CreateNotes(t.Context(), notes, []NoteDraft{{NoteType: NoteCommon, Params: CommonNote{Text: "Paid in cash"}, RequestID: "n1"}})
		}, "[{5 n1}]"},
		"edit note": {`PATCH /leads/7001/notes/5 {"note_type":"common","params":{"text":"x"}}`, `{"id":5,"updated_at":9}`, func(c *Client) (any, error) {
			return c.UpdateNote(t.Context(), notes, NotePatch{ID: 5, NoteType: NoteCommon, Params: CommonNote{Text: "x"}})
		}, "{5 9 }"},
		"edit notes": {`PATCH /leads/7001/notes [{"id":5,"request_id":"0"}]`, receipt("notes"), func(c *Client) (any, error) { return c.UpdateNotes(t.Context(), notes, []NotePatch{{ID: 5}}) }, "[{5 9 }]"},
		"pin note":   {"POST /leads/notes/5/pin", "", func(c *Client) (any, error) { return nil, c.PinNote(t.Context(), EntityLeads, 5, true) }, "<nil>"},
		"events": {
			"GET /events?filter[created_at][from]=1&filter[created_by][]=9001&filter[entity][]=lead&filter[entity_id][]=7001&filter[type][]=lead_status_changed" +
				"&filter[value_after][leads_statuses][0][pipeline_id]=11&filter[value_after][leads_statuses][0][status_id]=142" +
				"&filter[value_before][responsible_user_id]=1,2&limit=100&with=lead_name", hal("events.json"),
			func(c *Client) (any, error) {
				p, err := c.Events(t.Context(), EventQuery{
					Limit: 250, With: []string{"lead_name"}, CreatedAt: Range{From: 1}, CreatedBy: []int64{9001}, Entities: []string{"lead"}, EntityIDs: []int64{7001},
					Types: []string{"lead_status_changed"}, After: EventValueFilter{LeadStatuses: []StatusRef{{11, 142}}}, Before: EventValueFilter{ResponsibleUserIDs: []int64{1, 2}},
				})
				return fmt.Sprint(p.Items[0].ID, p.Items[0].ValueAfter[0].LeadStatus.ID, p.Items[0].Embedded.Entity.Name), err
			}, "01k7zq3m9x2c4v6b8n0d1f5g7h142Order 1001",
		},
		"events of a field": {"GET /events?filter[type][]=custom_field_501_value_changed&filter[value_after][custom_field_values]=8801,8802&filter[value_after][customers_statuses][0][status_id]=3&filter[value_after][value]=155", "", func(c *Client) (any, error) {
			p, err := c.Events(t.Context(), EventQuery{Types: []string{"custom_field_501_value_changed"}, After: EventValueFilter{EnumIDs: []int64{8801, 8802}, CustomerStatusIDs: []int64{3}, Value: "155"}})
			return len(p.Items), err
		}, "0"},
		"event":       {"GET /events/01k7", `{"id":"01k7","type":"lead_added"}`, func(c *Client) (any, error) { v, err := c.Event(t.Context(), "01k7"); return v.Type, err }, "lead_added"},
		"event types": {"GET /events/types?language_code=ru", `{"_embedded":{"events_types":[{"key":"lead_added","type":1,"lang":"Новая сделка"}]}}`, func(c *Client) (any, error) { v, err := c.EventTypes(t.Context(), "ru"); return v[0].Lang, err }, "Новая сделка"},
		"unsorted": {"GET /leads/unsorted?filter[category][]=sip&filter[pipeline_id]=11&filter[uid][0]=5e&order[created_at]=desc", hal("unsorted.json"), func(c *Client) (any, error) {
			p, err := c.Unsorted(t.Context(), UnsortedQuery{Order: Order{"created_at", true}, UIDs: []string{"5e"}, Categories: []string{CategorySIP}, PipelineID: 11})
			return p.Items[0].LeadID(), err
		}, "7005"},
		"one unsorted": {"GET /leads/unsorted/5e1ac0de", `{"uid":"5e1ac0de"}`, func(c *Client) (any, error) { v, err := c.UnsortedOne(t.Context(), "5e1ac0de"); return v.UID, err }, "5e1ac0de"},
		"summary": {"GET /leads/unsorted/summary?filter[created_at][to]=9&filter[pipeline_id]=11", hal("summary.json"), func(c *Client) (any, error) {
			v, err := c.UnsortedSummary(t.Context(), SummaryQuery{CreatedAt: Range{To: 9}, PipelineID: 11})
			return v.Categories.Forms.Total, err
		}, "20"},
		"create unsorted": {
			`POST /leads/unsorted/forms [{"source_name":"Landing","source_uid":"lp-77","_embedded":{"leads":[{"name":"From site","price":0}],"contacts":[{"first_name":"Guest"}]},` +
				`"metadata":{"form_id":"f1","form_sent_at":1760000000},"request_id":"0"}]`,
			`{"_embedded":{"unsorted":[{"uid":"5e","request_id":"0","_embedded":{"leads":[{"id":7005}],"contacts":[{"id":6005}],"companies":[]}}]}}`,
			func(c *Client) (any, error) {
				v, err := c.CreateUnsorted(t.Context(), CategoryForms, []IncomingDraft{{
					SourceName: "Landing", SourceUID: "lp-77", Metadata: IncomingMetadata{FormID: "f1", FormSentAt: 1760000000},
					Embedded: IncomingParts{Leads: []LeadDraft{{Name: "From site", Price: Set[int64](0)}}, Contacts: []ContactDraft{{FirstName: "Guest"}}},
				}})
				return fmt.Sprint(v[0].UID, v[0].LeadID()), err
			}, "5e7005",
		},
		"accept": {`POST /leads/unsorted/5e/accept {"user_id":9001,"status_id":1101}`, `{"uid":"5e","_embedded":{"leads":[{"id":7005}]}}`, func(c *Client) (any, error) {
			v, err := c.AcceptUnsorted(t.Context(), "5e", SortBy{9001, 1101})
			return v.LeadID(), err
		}, "7005"},
		"decline": {`DELETE /leads/unsorted/5e/decline {"user_id":9001}`, "", func(c *Client) (any, error) { v, err := c.DeclineUnsorted(t.Context(), "5e", 9001); return v.UID, err }, "5e"},
		"link chat": {`POST /leads/unsorted/5e/link {"link":{"entity_id":7001,"entity_type":"leads","metadata":{"contact_id":6001}}}`, `{"uid":"5e"}`, func(c *Client) (any, error) {
			v, err := c.LinkUnsorted(t.Context(), "5e", UnsortedLink{Link: UnsortedLinkTarget{EntityID: 7001, EntityType: EntityLeads, Metadata: &UnsortedLinkPerson{6001}}})
			return v.UID, err
		}, "5e"},
		"webhooks": {"GET /webhooks?filter[destination]=https://h.test/s", hal("webhooks.json"), func(c *Client) (any, error) {
			v, err := c.Webhooks(t.Context(), "https://h.test/s")
			return v[1].Events(), err
		}, "[add_lead update_lead]"},
		"webhooks, CLI": {"GET /webhooks", `{"_embedded":{"hooks":[{"id":1}]}}`, func(c *Client) (any, error) { v, err := c.Webhooks(t.Context(), ""); return v[0].ID, err }, "1"},
		"subscribe": {`POST /webhooks {"destination":"https://h.test/s","settings":["add_lead"],"sort":10}`, `{"id":1,"settings":["add_lead"]}`, func(c *Client) (any, error) {
			v, err := c.Subscribe(t.Context(), WebhookDraft{"https://h.test/s", []string{"add_lead"}, 10})
			return v.Events(), err
		}, "[add_lead]"},
		"unsubscribe": {`DELETE /webhooks {"destination":"https://h.test/s"}`, "", func(c *Client) (any, error) { return nil, c.Unsubscribe(t.Context(), "https://h.test/s") }, "<nil>"},
		"catalogs": {"GET /catalogs?limit=250&page=2", hal("catalogs.json"), func(c *Client) (any, error) {
			p, err := c.Catalogs(t.Context(), PageQuery{Page: 2, Limit: 999})
			return fmt.Sprint(len(p.Items), p.Items[1].Type, p.HasNext), err
		}, "2productsfalse"},
		"catalog": {"GET /catalogs/90", `{"id":90,"name":"Models"}`, func(c *Client) (any, error) { v, err := c.Catalog(t.Context(), 90); return v.Name, err }, "Models"},
		"create catalog": {
			`POST /catalogs [{"name":"Models","sort":5,"can_add_elements":false,"request_id":"0"}]`, receipt("catalogs"),
			func(c *Client) (any, error) {
				v, err := c.CreateCatalogs(t.Context(), []CatalogDraft{{Name: "Models", Sort: 5, CanAddElements: new(bool)}})
				return v[0].ID, err
			}, "5",
		},
		"edit catalog": {`PATCH /catalogs/90 {"name":"M","can_link_multiple":false}`, `{"id":90,"name":"M"}`, func(c *Client) (any, error) {
			v, err := c.UpdateCatalog(t.Context(), CatalogPatch{ID: 90, Name: Set("M"), CanLinkMultiple: Set(false)})
			return v.Name, err
		}, "M"},
		"edit catalogs": {`PATCH /catalogs [{"id":90,"sort":1,"request_id":"0"}]`, hal("catalogs.json"), func(c *Client) (any, error) {
			v, err := c.UpdateCatalogs(t.Context(), []CatalogPatch{{ID: 90, Sort: Set[int64](1)}})
			return v[0].Name, err
		}, "Categories"},
		"elements": {"GET /catalogs/91/elements?filter[id][0]=8001&filter[id][1]=8002&limit=2&page=3&query=table&with=invoice_link", hal("elements.json"), func(c *Client) (any, error) {
			p, err := c.Elements(t.Context(), 91, ElementQuery{Page: 3, Limit: 2, With: []string{"invoice_link"}, Query: "table", IDs: []int64{8001, 8002}})
			return fmt.Sprint(p.Items[1].Name, len(p.Items[0].CustomFieldsValues), p.HasNext), err
		}, "Стул1 true"},
		"element": {"GET /catalogs/91/elements/8001?with=invoice_link", `{"id":8001,"name":"Oak table"}`, func(c *Client) (any, error) {
			v, err := c.Element(t.Context(), 91, 8001, "invoice_link")
			return v.Name, err
		}, "Oak table"},
		"create elements": {
			`POST /catalogs/91/elements [{"name":"Oak table","custom_fields_values":[{"field_code":"SKU","values":[{"value":"T-1"}]}],"request_id":"0"}]`, receipt("elements"),
			func(c *Client) (any, error) {
				sku, err := SetFieldCode("SKU", Text{Value: "T-1"})
				if err != nil {
					return nil, err
				}
				v, err := c.CreateElements(t.Context(), 91, []ElementDraft{{Name: "Oak table", CustomFieldsValues: []FieldPatch{sku}}})
				return v[0].ID, err
			}, "5",
		},
		"edit element": {`PATCH /catalogs/91/elements/8001 {"name":"Table"}`, `{"id":8001,"name":"Table"}`, func(c *Client) (any, error) {
			v, err := c.UpdateElement(t.Context(), 91, ElementPatch{ID: 8001, Name: Set("Table")})
			return v.Name, err
		}, "Table"},
		"edit elements": {`PATCH /catalogs/91/elements [{"id":8001,"name":"Table","request_id":"0"}]`, hal("elements.json"), func(c *Client) (any, error) {
			v, err := c.UpdateElements(t.Context(), 91, []ElementPatch{{ID: 8001, Name: Set("Table")}})
			return len(v), err
		}, "2"},
		"currencies": {"GET /currencies", `{"_embedded":{"currencies":[{"code":"UZS"}]}}`, func(c *Client) (any, error) { v, err := c.Currencies(t.Context()); return v[0].Code, err }, "UZS"},
		"user":       {"GET /users/9001?with=role", `{"id":9001,"name":"D"}`, func(c *Client) (any, error) { v, err := c.User(t.Context(), 9001, "role"); return v.Name, err }, "D"},
		"roles": {"GET /roles?with=users", hal("roles.json"), func(c *Client) (any, error) {
			p, err := c.Roles(t.Context(), PageQuery{With: []string{"users"}})
			return p.Items[0].Embedded.Users[0].ID, err
		}, "9001"},
		"role": {"GET /roles/77", `{"id":77,"name":"Manager"}`, func(c *Client) (any, error) { v, err := c.Role(t.Context(), 77); return v.Name, err }, "Manager"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = requestLine(t, r)
				if tc.body == "" {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				answer{200, halType, tc.body, nil}.ServeHTTP(w, r)
			})
			read, err := tc.call(c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if text := fmt.Sprint(read); text != tc.read {
				t.Errorf("read %s, want %s", text, tc.read)
			}
		})
	}
}

// requestLine is a request in one line, its query decoded.
func requestLine(t *testing.T, r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	line := r.Method + " " + r.URL.Path[len("/api/v4"):]
	query, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil {
		t.Error(err)
	}
	if query != "" {
		line += "?" + query
	}
	if len(body) > 0 {
		line += " " + string(body)
		if !json.Valid(body) || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("body %s of type %q", body, r.Header.Get("Content-Type"))
		}
	}
	return line
}
