// Node's own http module as a hello server: one process, one thread.
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/plain');
  response.end('Hello, World!'); // sets Content-Length; Date and Connection are Node's defaults
});
server.keepAliveTimeout = 3_600_000; // the idle-connection measure needs them to stay
server.listen(Number(process.argv[2]), '127.0.0.1', 4096);
