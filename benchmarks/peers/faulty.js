// An upstream with faults: `node faulty.js PORT`. What it does to GET / is set by GET /be/MODE, on a connection of its own:
// well (the default), slow-MILLIS, error (status 500), reset (the connection breaks off in the midst of the body).
'use strict';
const http = require('http');

const BODY = 'Hello, World!';
let mode = 'well';

function serve(response) {
  if (mode === 'error') {
    response.writeHead(500, { 'Content-Length': BODY.length });
    response.end(BODY);
  } else if (mode === 'reset') {
    response.writeHead(200, { 'Content-Length': BODY.length });
    response.write(BODY.slice(0, 5), () => setTimeout(() => response.socket.resetAndDestroy(), 5));
  } else {
    response.writeHead(200, { 'Content-Length': BODY.length });
    response.end(BODY);
  }
}

http.createServer((request, response) => {
  if (request.url.startsWith('/be/')) {
    mode = request.url.slice('/be/'.length);
    response.writeHead(200, { 'Content-Length': 0, Connection: 'close' });
    response.end();
  } else if (mode.startsWith('slow-')) {
    setTimeout(() => serve(response), Number(mode.slice('slow-'.length)));
  } else {
    serve(response);
  }
}).listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 1024 });
