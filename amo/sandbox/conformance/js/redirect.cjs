// Loaded before everything else (node --require): whoever opens a TLS
// connection to an amoCRM host is connected to the sandbox's front on this
// machine instead. Names, certificates and paths stay as the client asked.
'use strict';
const tls = require('node:tls');

const port = Number(process.env.CONFORMANCE_TLS_PORT);
const connect = tls.connect;

tls.connect = function (...args) {
  const options = args.find((a) => a && typeof a === 'object');
  const host = options && (options.servername || options.hostname || options.host);
  if (!options || !/\.(amocrm\.ru|amocrm\.com|kommo\.com)$/.test(host || '')) {
    throw new Error(`conformance: ${host} is not an amoCRM host`);
  }
  return connect.call(tls, { ...options, host: '127.0.0.1', hostname: '127.0.0.1', port, path: undefined, servername: host },
    ...args.filter((a) => typeof a === 'function'));
};
