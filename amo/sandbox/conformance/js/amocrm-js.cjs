// Drives the npm package amocrm-js, as it is, against the sandbox.
'use strict';
const { assert, check, config, consent, hook, main } = require('./harness.cjs');
const { Client } = require('amocrm-js');

// The package prints every refusal; the Go test reads standard output only.
const made = {};
let client;

function connect(auth) {
  return new Client({
    domain: config.subdomain,
    auth: { client_id: config.clientId, client_secret: config.clientSecret, redirect_uri: config.redirectUri, ...auth },
  });
}

/** The refusal a promise ends with. */
async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

check('oauth: exchange of a code', async () => {
  made.code = (await consent()).get('code');
  client = connect({ code: made.code });
  const url = new URL(client.auth.getUrl('post_message'));
  assert.equal(url.pathname, '/oauth');
  assert.equal(await client.connection.connect(), true);
  const { data, response } = await client.request.get('/api/v4/account?with=version');
  assert.equal(response.statusCode, 200);
  assert.equal(data.subdomain, config.subdomain);
  assert.equal(data.version, 16);
});

check('oauth: a code is good once', async () => {
  const error = await refusal(connect({ code: made.code }).token.fetch());
  assert.equal(error.data.hint, 'Authorization code has been revoked');
});

check('oauth: refresh', async () => {
  const old = { ...client.token.getValue() };
  await client.token.refresh();
  assert.notEqual(client.token.getValue().refresh_token, old.refresh_token);
  const stale = connect({});
  stale.token.setValue(old);
  assert.equal((await refusal(stale.token.refresh())).data.hint, 'Token has been revoked');
  assert.equal((await client.request.get('/api/v4/account')).data.id, config.accountId);
});

check('oauth: long-lived token', async () => {
  const { data } = await connect({ bearer: config.longLivedToken }).request.get('/api/v4/account');
  assert.equal(data.id, config.accountId);
  const error = await refusal(connect({ bearer: 'x' }).request.get('/api/v4/account'));
  assert.equal(error.data.status, 401);
});

check('leads: list and paging', async () => {
  const seen = new Set();
  const pagination = await client.leads.get({ limit: 100, order: { id: 'asc' } });
  for (let more = true; more; more = await pagination.next()) {
    pagination.getData().forEach((lead) => seen.add(lead.id));
  }
  assert.equal(seen.size, config.leads);
});

check('leads: filter and with', async () => {
  const pagination = await client.leads.get({ limit: 250, with: ['contacts'], filter: { statuses: [{ pipeline_id: config.pipeline, status_id: 142 }] } });
  const leads = pagination.getData();
  assert.ok(leads.length > 0);
  assert.ok(leads.every((l) => l.status_id === 142));
  assert.ok(leads.some((l) => l._embedded.contacts.length > 0));
});

check('leads: create and save', async () => {
  const lead = new client.Lead({});
  lead.name = 'Walter White';
  lead.price = 150000;
  await lead.save();
  made.lead = lead.id;
  const read = await client.leads.getById(made.lead, { with: ['contacts'] });
  assert.equal(read.name, 'Walter White');
  // It sends the whole lead back, with everything the server told.
  read.name = 'Walter Scott';
  await read.save();
  assert.equal((await client.leads.getById(made.lead)).name, 'Walter Scott');
});

check('leads: a full lead is sent back unharmed', async () => {
  const [full] = (await client.leads.get({ limit: 250, filter: { statuses: [{ pipeline_id: config.pipeline, status_id: 143 }] } })).getData()
    .filter((l) => l.custom_fields_values && l.custom_fields_values.length > 2 && l._embedded.companies.length > 0);
  assert.ok(full, 'no lead has enough in it');
  const before = JSON.stringify(full.custom_fields_values);
  full.price = 777;
  await full.save();
  const after = await client.leads.getById(full.id);
  assert.equal(after.price, 777);
  assert.equal(JSON.stringify(after.custom_fields_values), before);
});

check('leads: update many', async () => {
  const [first] = await client.leads.update([{ id: made.lead, price: 5, status_id: 142, pipeline_id: config.pipeline }]);
  assert.equal(first.id, made.lead);
  const lead = await client.leads.getById(made.lead);
  assert.equal(lead.status_id, 142);
  assert.ok(lead.closed_at > 0);
});

check('leads: complex', async () => {
  const { data } = await client.request.post('/api/v4/leads/complex', [{ name: 'Complex', _embedded: { contacts: [{ first_name: 'Alisher' }], companies: [{ name: 'Example' }] } }]);
  assert.equal(data.length, 1);
  assert.ok(data[0].id && data[0].contact_id && data[0].company_id);
});

check('tags', async () => {
  const [tag] = await client.leads.tags.create([{ name: 'from amocrm-js' }]);
  assert.ok(tag.id > 0);
  const lead = await client.leads.getById(made.lead);
  await client.leads.update([{ id: lead.id, _embedded: { tags: [{ id: tag.id }] } }]);
  assert.deepEqual((await client.leads.getById(made.lead))._embedded.tags.map((t) => t.name), ['from amocrm-js']);
  const tags = (await client.leads.tags.get({ query: 'amocrm-js' })).getData();
  assert.deepEqual(tags.map((t) => t.id), [tag.id]);
});

check('pipelines', async () => {
  const { data } = await client.request.get('/api/v4/leads/pipelines');
  assert.ok(data._embedded.pipelines.length >= 2);
  const answer = await client.request.post('/api/v4/leads/pipelines', [{ name: 'P', sort: 9, is_main: false, is_unsorted_on: true, _embedded: { statuses: [{ name: 'a', sort: 10 }] } }]);
  const { id } = answer.data._embedded.pipelines[0];
  const gone = await client.request.delete(`/api/v4/leads/pipelines/${id}`);
  assert.equal(gone.response.statusCode, 204);
});

check('contacts and companies', async () => {
  const contact = new client.Contact({});
  contact.name = 'Malika S.';
  await contact.save();
  const read = await client.contacts.getById(contact.id);
  assert.equal(read.name, 'Malika S.');
  read.first_name = 'Malika';
  await read.save();
  const company = new client.Company({});
  company.name = 'Example LLC';
  await company.save();
  assert.equal((await client.companies.getById(company.id)).name, 'Example LLC');
  const { response } = await client.request.post(`/api/v4/contacts/${contact.id}/link`, [{ to_entity_id: company.id, to_entity_type: 'companies' }]);
  assert.equal(response.statusCode, 200);
});

check('custom fields', async () => {
  const { data, response } = await client.request.post('/api/v4/contacts/custom_fields', [{ name: 'Nick', type: 'text' }]);
  assert.equal(response.statusCode, 201);
  const { id } = data._embedded.custom_fields[0];
  const list = await client.request.get('/api/v4/contacts/custom_fields', { limit: 250 });
  assert.ok(list.data._embedded.custom_fields.some((f) => f.id === id));
});

check('tasks', async () => {
  const task = new client.Task({});
  task.text = 'Call back';
  task.complete_till = 1790000000;
  task.entity_id = made.lead;
  task.entity_type = 'leads';
  await task.save();
  const [own] = await client.leads.tasks.create([{ text: 'Of a lead', complete_till: 1790000000, entity_id: made.lead }]);
  const read = await client.tasks.getById(own.id);
  assert.equal(read.entity_type, 'leads');
  const tasks = (await client.tasks.get({ filter: { entity_type: 'leads', entity_id: [made.lead] } })).getData();
  assert.deepEqual(tasks.map((t) => t.id).sort(), [task.id, own.id].sort());
});

check('notes', async () => {
  const { data } = await client.request.post(`/api/v4/leads/${made.lead}/notes`, [{ note_type: 'common', params: { text: 'hello' } }]);
  const { id } = data._embedded.notes[0];
  const read = await client.request.get(`/api/v4/leads/notes/${id}`);
  assert.equal(read.data.params.text, 'hello');
});

check('webhooks', async () => {
  const added = await client.request.post('/api/v4/webhooks', { destination: config.receiver, settings: ['update_lead'] });
  assert.equal(added.response.statusCode, 201);
  await client.leads.update([{ id: made.lead, price: 4242 }]);
  // Node frames no body of a DELETE by itself, and the package does not either.
  const body = { destination: config.receiver };
  const gone = await client.request.delete('/api/v4/webhooks', body, { headers: { 'Content-Length': Buffer.byteLength(JSON.stringify(body)) } });
  assert.equal(gone.response.statusCode, 204);
});

check('validation errors', async () => {
  const error = await refusal(client.leads.create([{ price: 'much' }]));
  assert.equal(error.data.status, 400);
  assert.deepEqual(error.data['validation-errors'], [{ request_id: '0', errors: [{ code: 'InvalidType', path: 'price', detail: 'This value should be of type int.' }] }]);
});

check('204: nothing found', async () => {
  const { data, response } = await client.request.get('/api/v4/leads/1');
  assert.equal(response.statusCode, 204);
  assert.deepEqual(data, {});
  assert.deepEqual((await client.leads.get({ page: 9999 })).getData(), []);
});

check('429: too fast', async () => {
  await hook('limits', { per_second: 1, account_per_second: 0, block_after: 0 });
  const answers = await Promise.allSettled([1, 2, 3].map(() => client.request.get('/api/v4/account')));
  await hook('limits', {});
  const refused = answers.filter((a) => a.status === 'rejected');
  assert.ok(refused.length >= 1 && refused.every((a) => a.reason.apiResponse.response.statusCode === 429 && a.reason.message === 'JSON_PARSE_ERROR'));
});

main();
