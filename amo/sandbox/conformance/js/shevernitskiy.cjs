// Drives the npm package @shevernitskiy/amo, as it is, against the sandbox.
'use strict';
const { assert, check, config, consent, fails, hook, main } = require('./harness.cjs');
const { Amo } = require('@shevernitskiy/amo');

// The package's error classes do not survive its compilation: what it throws
// are plain Errors, told apart by what they carry.
const isApiError = (e) => Boolean(e.response && e.response.title);
const isAuthError = isApiError;
const isNoContent = (e) => !e.response && e.message.startsWith('204 ');
const isTooFast = (e) => !e.response && e.message.includes('429 Too Many Requests');

const made = {};
let amo;
let tokens = [];

function client(auth) {
  return new Amo(config.host, { client_id: config.clientId, client_secret: config.clientSecret, redirect_uri: config.redirectUri, ...auth }, {
    request_delay: 20,
    on_token: (token) => tokens.push(token),
  });
}

check('oauth: exchange of a code', async () => {
  const callback = await consent();
  assert.equal(callback.get('referer'), config.host);
  amo = client({ grant_type: 'authorization_code', code: callback.get('code') });
  made.code = callback.get('code');
  const account = await amo.account.getAccount({ with: ['users_groups', 'task_types', 'datetime_settings'] });
  assert.equal(account.subdomain, config.subdomain);
  assert.equal(account._embedded.datetime_settings.timezone, 'Asia/Tashkent');
  assert.equal(tokens.length, 1);
  assert.equal(tokens[0].expires_in, 86400);
});

check('oauth: a code is good once', async () => {
  const error = await fails(client({ grant_type: 'authorization_code', code: made.code }).account.getAccount(), isAuthError);
  assert.equal(error.response.hint, 'Authorization code has been revoked');
});

check('oauth: refresh', async () => {
  const old = { ...tokens[0] };
  const stale = client({ ...old, expires_at: 1 });
  assert.ok((await stale.account.getAccount()).id);
  assert.equal(tokens.length, 2);
  assert.notEqual(tokens[1].refresh_token, old.refresh_token);
  const error = await fails(client({ ...old, expires_at: 1 }).account.getAccount(), isAuthError);
  assert.equal(error.response.hint, 'Token has been revoked');
  amo = client({ ...tokens[1] });
});

check('oauth: wrong token', async () => {
  const error = await fails(client({ ...tokens[1], access_token: 'x' }).account.getAccount(), isApiError);
  assert.equal(error.response.status, 401);
});

check('leads: list and paging', async () => {
  const seen = new Set();
  for (let page = 1; ; page += 1) {
    let list;
    try {
      list = await amo.lead.getLeads({ page, limit: 100, with: ['contacts', 'loss_reason'], order: { param: 'id', type: 'asc' } });
    } catch (error) {
      assert.ok(isNoContent(error), String(error));
      break;
    }
    assert.equal(list._page, page);
    list._embedded.leads.forEach((lead) => seen.add(lead.id));
    if (!list._links.next) break;
  }
  assert.equal(seen.size, config.leads);
});

check('leads: filters and order', async () => {
  const won = await amo.lead.getLeads({ limit: 250, filter: (f) => f.statuses([[config.pipeline, 142]]) });
  assert.ok(won._embedded.leads.length > 0);
  assert.ok(won._embedded.leads.every((l) => l.status_id === 142 && l.pipeline_id === config.pipeline && l.closed_at > 0));
  const ids = won._embedded.leads.slice(0, 2).map((l) => l.id);
  const two = await amo.lead.getLeads({ filter: (f) => f.multi('id', ids), order: { param: 'created_at', type: 'desc' } });
  assert.deepEqual(two._embedded.leads.map((l) => l.id).sort(), [...ids].sort());
  assert.ok(two._embedded.leads[0].created_at >= two._embedded.leads[1].created_at);
  const [some] = won._embedded.leads;
  const range = await amo.lead.getLeads({ filter: (f) => f.range('updated_at', some.updated_at, some.updated_at) });
  assert.ok(range._embedded.leads.some((l) => l.id === some.id));
});

check('leads: create', async () => {
  const answer = await amo.lead.addLeads([
    { name: 'Order 1002', price: 100000, tags_to_add: [{ name: 'VIP' }], request_id: 'r1',
      custom_fields_values: [{ field_id: config.textField, values: [{ value: 'A-1002' }] }] },
    { name: 'Order 1003' },
  ]);
  const [first, second] = answer._embedded.leads;
  assert.equal(first.request_id, 'r1');
  assert.equal(second.request_id, '1');
  made.lead = first.id;
  const lead = await amo.lead.getLeadById(made.lead, { with: ['contacts'] });
  assert.equal(lead.price, 100000);
  assert.equal(lead._embedded.tags[0].name, 'VIP');
  assert.equal(lead.custom_fields_values[0].values[0].value, 'A-1002');
});

check('leads: filter by a custom field', async () => {
  const found = await amo.lead.getLeads({ filter: (f) => f.custom_field(config.textField, 'A-1002') });
  assert.deepEqual(found._embedded.leads.map((l) => l.id), [made.lead]);
});

check('leads: update one and many', async () => {
  const one = await amo.lead.updateLeadById(made.lead, { price: 5, status_id: 143, loss_reason_id: config.lossReason });
  assert.equal(one.id, made.lead);
  assert.ok(one.updated_at > 0);
  let lead = await amo.lead.getLeadById(made.lead, { with: ['loss_reason'] });
  assert.ok(lead.closed_at > 0);
  assert.equal(lead._embedded.loss_reason[0].id, config.lossReason);
  await amo.lead.updateLeads([{ id: made.lead, pipeline_id: config.pipeline, status_id: config.status, name: 'Order 1002b' }]);
  lead = await amo.lead.getLeadById(made.lead);
  assert.equal(lead.closed_at, null);
  assert.equal(lead.name, 'Order 1002b');
});

check('leads: complex', async () => {
  const [answer] = await amo.lead.addComplex([{
    name: 'Complex', price: 7, request_id: 'c1',
    _embedded: {
      contacts: [{ first_name: 'Alisher', custom_fields_values: [{ field_code: 'PHONE', values: [{ enum_code: 'WORK', value: '+998900000001' }] }] }],
      companies: [{ name: 'Example LLC' }],
    },
  }]);
  assert.equal(answer.merged, false);
  assert.deepEqual(answer.request_id, ['c1']);
  made.contact = answer.contact_id;
  const lead = await amo.lead.getLeadById(answer.id, { with: ['contacts'] });
  assert.equal(lead._embedded.contacts[0].id, answer.contact_id);
  assert.equal(lead._embedded.companies[0].id, answer.company_id);
});

check('tags', async () => {
  const added = await amo.tag.addTags('leads', [{ name: 'conformance', color: 'FFCE5A' }]);
  const [tag] = added._embedded.tags;
  assert.equal(tag.color, 'FFCE5A');
  await amo.tag.addTagsToEntitiesById(made.lead, 'leads', { tags_to_add: [{ id: tag.id }] });
  const list = await amo.tag.getTags('leads', { query: 'conform' });
  assert.deepEqual(list._embedded.tags.map((t) => t.id), [tag.id]);
});

check('pipelines and statuses', async () => {
  const all = await amo.pipeline.getPipelines();
  assert.equal(all._total_items, all._embedded.pipelines.length);
  const answer = await amo.pipeline.addPipelines([{ name: 'Marketplace', sort: 20, is_main: false, is_unsorted_on: true, request_id: 'p1',
    _embedded: { statuses: [{ name: 'New', sort: 10, color: '#fffeb2' }, { id: 142, name: 'Delivered' }, { id: 143, name: 'Cancelled' }] } }]);
  const [pipeline] = answer._embedded.pipelines;
  assert.equal(pipeline._embedded.statuses[0].type, 1);
  const statuses = await amo.pipeline.addStatuses(pipeline.id, [{ name: 'Paid', sort: 100, color: '#c1e0ff' }]);
  const status = statuses._embedded.statuses[0];
  assert.equal((await amo.pipeline.updateStatusById(status.id, pipeline.id, { name: 'Paid!', color: '#f3beff' })).name, 'Paid!');
  await amo.pipeline.deleteStatusById(status.id, pipeline.id);
  assert.equal((await amo.pipeline.updatePipelinesById(pipeline.id, { name: 'Market' })).name, 'Market');
  await amo.pipeline.deletePipelineById(pipeline.id);
  const missing = await fails(amo.pipeline.getPipelineById(pipeline.id), isApiError);
  assert.equal(missing.response.status, 404);
});

check('contacts and links', async () => {
  const answer = await amo.contact.addContacts([{ first_name: 'Malika', last_name: 'S.',
    custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+998900000002', enum_code: 'MOB' }] }] }]);
  const { id } = answer._embedded.contacts[0];
  await amo.contact.updateContactById(id, { first_name: 'Malika-xon' });
  const links = await amo.link.addLinksByEntityId(made.lead, 'leads', [{ to_entity_id: id, to_entity_type: 'contacts', metadata: { is_main: true } }]);
  assert.equal(links._embedded.links[0].metadata.main_contact, true);
  const contact = await amo.contact.getContactById(id, { with: ['leads'] });
  assert.equal(contact.name, 'Malika-xon S.');
  assert.equal(contact.custom_fields_values[0].values[0].enum_code, 'MOB');
  assert.deepEqual(contact._embedded.leads.map((l) => l.id), [made.lead]);
  await fails(amo.link.deleteLinksByEntityId(made.lead, 'leads', [{ to_entity_id: id, to_entity_type: 'contacts' }]), isNoContent);
  const found = await amo.contact.getContacts({ query: '900000002' });
  assert.ok(found._embedded.contacts.some((c) => c.id === id));
});

check('custom fields', async () => {
  const answer = await amo.custom_fields.addCustomFields('leads', [{ name: 'Delivery', type: 'select', enums: [{ value: 'Courier', sort: 1 }, { value: 'Pickup', sort: 2 }] }]);
  const [field] = answer._embedded.custom_fields;
  await amo.lead.updateLeadById(made.lead, { custom_fields_values: [{ field_id: field.id, values: [{ enum_id: field.enums[1].id }] }] });
  const lead = await amo.lead.getLeadById(made.lead);
  assert.equal(lead.custom_fields_values.find((v) => v.field_id === field.id).values[0].value, 'Pickup');
  const list = await amo.custom_fields.getCustomFields('leads', undefined, { page: 1, limit: 250 });
  assert.equal(list._total_items, list._embedded.custom_fields.length);
  await amo.custom_fields.deleteCustomFieldById(field.id, 'leads');
  const gone = await amo.lead.getLeadById(made.lead);
  assert.ok(!(gone.custom_fields_values || []).some((v) => v.field_id === field.id));
});

check('tasks', async () => {
  const answer = await amo.task.addTasks([{ text: 'Call back', complete_till: 1790000000, entity_id: made.lead, entity_type: 'leads', task_type_id: 1 }]);
  const { id } = answer._embedded.tasks[0];
  await amo.task.completeTaskById(id, { is_completed: true, result: { text: 'Agreed' } });
  const task = await amo.task.getTaskById(id);
  assert.equal(task.is_completed, true);
  assert.equal(task.result.text, 'Agreed');
  const done = await amo.task.getTasks({ filter: (f) => f.single('is_completed', 1).single('entity_type', 'leads').multi('entity_id', [made.lead]) });
  assert.deepEqual(done._embedded.tasks.map((t) => t.id), [id]);
});

check('notes', async () => {
  const answer = await amo.note.addNotes('leads', [{ entity_id: made.lead, note_type: 'common', params: { text: 'Paid in cash' } }]);
  const { id } = answer._embedded.notes[0];
  await amo.note.updateNoteById(id, 'leads', { entity_id: made.lead, note_type: 'common', params: { text: 'Paid by card' } });
  const list = await amo.note.getNotesByEntityId(made.lead, 'leads', { filter: (f) => f.multi('note_type', ['common']) });
  assert.equal(list._embedded.notes[0].params.text, 'Paid by card');
  const error = await fails(amo.note.addNotes('leads', [{ entity_id: made.lead, note_type: 'common', text: 'beside' }]), isApiError);
  assert.equal(error.response['validation-errors'][0].errors[0].path, 'params.text');
});

check('events', async () => {
  const list = await amo.event.getEvents({ limit: 100, filter: (f) => f.multi('entity', ['lead']).multi('entity_id', [made.lead]) });
  const types = list._embedded.events.map((e) => e.type);
  for (const type of ['lead_added', 'lead_status_changed', 'sale_field_changed', 'name_field_changed', 'entity_linked', 'common_note_added']) {
    assert.ok(types.includes(type), `${type} is not among ${types}`);
  }
});

check('incoming leads', async () => {
  const answer = await amo.unsorted.addUnsortedForm([{ source_name: 'Landing', source_uid: 'lp-77', _embedded: { leads: [{ name: 'From site' }], contacts: [{ first_name: 'Guest' }] },
    metadata: { form_id: 'f1', form_name: 'Order', form_page: 'https://example.test', form_sent_at: 1760000000, ip: '192.0.2.7', referer: 'https://example.test/ad' } }]);
  const { uid } = answer._embedded.unsorted[0];
  assert.equal((await amo.unsorted.getUnsortedByUid(uid)).category, 'forms');
  const accepted = await amo.unsorted.acceptUnsortedByUid(uid, {});
  assert.ok((await amo.contact.getContactById(accepted._embedded.contacts[0].id)).id);
});

check('webhooks', async () => {
  const hookOf = { destination: config.receiver, settings: ['add_lead', 'update_lead'] };
  const added = await amo.webhook.addWebhook(hookOf);
  assert.equal(added.disabled, false);
  assert.equal((await amo.webhook.addWebhook(hookOf)).id, added.id);
  const list = await amo.webhook.getWebhooks({});
  assert.deepEqual(list._embedded.webhooks.map((h) => h.id), [added.id]);
  await amo.lead.updateLeadById(made.lead, { price: 4242 });
  await amo.webhook.deleteWebhook({ destination: config.receiver });
  await fails(amo.webhook.getWebhooks({}), isNoContent);
});

check('users', async () => {
  const list = await amo.user.getUsers({ with: ['role', 'group'] });
  assert.equal(list._total_items, list._embedded.users.length);
});

check('validation errors', async () => {
  const before = (await amo.lead.getLeadById(made.lead)).price;
  const error = await fails(amo.lead.updateLeads([{ id: made.lead, price: 1 }, { id: made.lead, status_id: 5, request_id: 'bad' }]), isApiError);
  assert.equal(error.response.status, 400);
  assert.equal(error.response['validation-errors'][0].request_id, 'bad');
  assert.deepEqual(error.response['validation-errors'][0].errors[0].code, 'NotSupportedChoice');
  assert.equal((await amo.lead.getLeadById(made.lead)).price, before);
});

check('204: nothing found', async () => {
  await fails(amo.lead.getLeadById(1), isNoContent);
  await fails(amo.lead.getLeads({ page: 9999 }), isNoContent);
});

check('429: too fast', async () => {
  await hook('limits', { per_second: 1, account_per_second: 0, block_after: 0 });
  const answers = await Promise.allSettled([1, 2, 3].map(() => amo.account.getAccount()));
  await hook('limits', {});
  const refused = answers.filter((a) => a.status === 'rejected');
  assert.ok(refused.length >= 1 && refused.every((a) => isTooFast(a.reason)));
});

main();
