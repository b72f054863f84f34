// The app of the cluster measures: plain Node, knows nothing of who started it. Says which process answered.
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => response.end(String(process.pid)));
server.keepAliveTimeout = 3_600_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
