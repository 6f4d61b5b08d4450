package sandbox

// getAccount answers GET /api/v4/account.
func getAccount(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	a, w := &st.account, &writer{}
	w.object()
	w.intField("id", a.id)
	w.textField("name", a.name)
	w.textField("subdomain", a.subdomain)
	w.intField("created_at", a.createdAt)
	w.intField("created_by", a.createdBy)
	w.intField("updated_at", a.createdAt)
	w.intField("updated_by", a.createdBy)
	w.intField("current_user_id", r.userID)
	w.textField("country", a.country)
	w.textField("currency", a.currency)
	w.textField("currency_symbol", a.symbol)
	w.textField("customers_mode", "unavailable")
	w.boolField("is_unsorted_on", true)
	w.boolField("is_loss_reason_enabled", true)
	w.boolField("is_helpbot_enabled", false)
	w.boolField("is_technical_account", false)
	w.intField("mobile_feature_version", 0)
	w.intField("contact_name_display_order", 1)
	a.writeExtras(w, r)
	w.self(r.href("/account"))
	a.writeEmbedded(w, r)
	w.endObject()
	return halReply(w)
}

// writeExtras writes the plain members that with= asks for.
func (a *account) writeExtras(w *writer, r *request) {
	if r.with("amojo_id") {
		w.textField("amojo_id", a.amojoID)
	}
	if r.with("uuid") {
		w.textField("uuid", a.uuid)
	}
	if r.with("version") {
		w.intField("version", 16)
	}
	if r.with("entity_names") {
		w.key("entity_names")
		w.object()
		w.key("leads")
		w.object()
		w.rawField("ru", `{"gender":"f","plural_form":{"dative":"сделкам","default":"сделки"},"singular_form":{"dative":"сделке","default":"сделка"}}`)
		w.rawField("en", `{"gender":"","plural_form":{"default":"leads"},"singular_form":{"default":"lead"}}`)
		w.endObject()
		w.endObject()
	}
	if r.with("drive_url") {
		w.textField("drive_url", "https://drive-b.amocrm.ru")
	}
	if r.with("is_api_filter_enabled") {
		w.boolField("is_api_filter_enabled", true)
	}
}

// writeEmbedded writes _embedded when with= asks for something in it.
func (a *account) writeEmbedded(w *writer, r *request) {
	parts := []struct {
		name  string
		write func(*writer)
	}{
		{"amojo_rights", func(w *writer) { w.raw(`{"can_direct":true,"can_create_groups":true}`) }},
		{"users_groups", a.writeGroups},
		{"task_types", a.writeTaskTypes},
		{"datetime_settings", a.writeDatetime},
		{"invoices_settings", func(w *writer) { w.raw(`{"lang":"ru","currency":"UZS"}`) }},
	}
	opened := false
	for _, part := range parts {
		if !r.with(part.name) {
			continue
		}
		if !opened {
			w.key("_embedded")
			w.object()
			opened = true
		}
		w.key(part.name)
		part.write(w)
	}
	if opened {
		w.endObject()
	}
}

func (a *account) writeGroups(w *writer) {
	w.array()
	for _, g := range a.groups {
		w.object()
		w.intField("id", g.id)
		w.textField("name", g.name)
		w.nullField("uuid")
		w.endObject()
	}
	w.endArray()
}

func (a *account) writeTaskTypes(w *writer) {
	w.array()
	for _, t := range a.taskTypes {
		w.object()
		w.intField("id", t.id)
		w.textField("name", t.name)
		w.nullField("color")
		w.nullField("icon_id")
		w.textField("code", t.code)
		w.endObject()
	}
	w.endArray()
}

func (a *account) writeDatetime(w *writer) {
	w.object()
	w.textField("date_pattern", "d.m.Y H:i")
	w.textField("short_date_pattern", "d.m.Y")
	w.textField("short_time_pattern", "H:i")
	w.textField("date_formant", "d.m.Y") // as the documentation spells it, and as clients read it
	w.textField("date_format", "d.m.Y")
	w.textField("time_format", "H:i:s")
	w.textField("timezone", a.timezone)
	w.textField("timezone_offset", a.zoneOffset)
	w.endObject()
}
