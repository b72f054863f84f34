// A web app: /slow waits for a message before it answers, /echo repeats the body. The second argument is how it ends.
const http = require('http');
const cluster = require('cluster');

let release = null;
process.on('message', () => release());
const server = http.createServer((request, response) => {
  const answer = (text) => response.end(`worker ${cluster.worker.id} ${text}\n`);
  if (request.url === '/slow') {
    release = () => answer('slow');
    process.send('waiting');
  } else if (request.url === '/echo') {
    let body = '';
    request.on('data', (data) => { body += data; }).on('end', () => answer(body));
  } else {
    answer(request.socket.remotePort);
  }
});
server.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  socket.on('data', (data) => (`${data}` === 'bye' ? socket.end() : socket.write(data)));
});
if (process.argv[3] === 'graceful') {
  const end = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
}
// Nobody but the primary ends connections, however long a busy machine keeps its clients waiting.
server.keepAliveTimeout = 0;
server.listen(JSON.parse(process.argv[2]));
