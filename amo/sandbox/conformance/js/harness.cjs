// What the drivers have in common: checks that are told to the Go test as
// lines of JSON, and the sandbox's own hooks.
'use strict';
const assert = require('node:assert/strict');

const config = JSON.parse(process.env.CONFORMANCE_CONFIG);
const checks = [];

/** Names a check; checks run in order, each to its end. */
function check(name, run) {
  checks.push({ name, run });
}

/** Gives the error a promise ends with, which must look as expected. */
async function fails(promise, looks) {
  let error;
  try {
    await promise;
  } catch (e) {
    error = e;
  }
  assert.ok(error, 'nothing was refused');
  assert.ok(looks(error), `unexpected: ${error}`);
  return error;
}

/** Calls a hook of the sandbox. */
async function hook(path, body) {
  const response = await fetch(`${config.hooks}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'X-Sandbox-Secret': config.hookSecret },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  assert.ok(response.ok, `hook ${path}: ${response.status} ${await response.text()}`);
}

/** Clicks Allow on the consent page and gives the callback's parameters. */
async function consent() {
  const state = `s${Math.random()}`;
  const page = await fetch(`${config.hooks}/oauth?client_id=${config.clientId}&state=${state}&mode=post_message`);
  assert.equal(page.status, 200);
  const account = /<option value="(\d+)" selected>/.exec(await page.text())[1];
  const answer = await fetch(`${config.hooks}/oauth`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ client_id: config.clientId, state, mode: 'post_message', account_id: account, decision: 'allow' }),
  });
  assert.equal(answer.status, 302);
  const callback = new URL(answer.headers.get('location')).searchParams;
  assert.equal(callback.get('state'), state);
  return callback;
}

async function main() {
  for (const { name, run } of checks) {
    let error = null;
    try {
      await run();
    } catch (e) {
      error = (e && e.stack) || String(e);
      if (e && e.response) error += `\n${JSON.stringify(e.response)}`;
      if (e && e.data) error += `\n${JSON.stringify(e.data)}`;
    }
    process.stdout.write(`${JSON.stringify({ check: name, error })}\n`);
  }
}

module.exports = { assert, check, config, consent, fails, hook, main };
