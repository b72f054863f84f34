// Says who answers; tells the primary what it is, and repeats what the primary says.
const http = require('http');
const cluster = require('cluster');

const server = http.createServer((request, response) => {
  response.end(`worker ${cluster.worker.id} pid ${process.pid}\n`);
});
server.on('error', (error) => process.send({ error: error.code, syscall: error.syscall }));
server.on('listening', () => process.send({ isWorker: cluster.isWorker, address: server.address() }));
process.on('message', (message) => process.send({ heard: message, by: cluster.worker.id }));

const where = JSON.parse(process.argv[2]);
server.listen(where);
