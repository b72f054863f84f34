// Listens on everything at once: a free port twice, IPv6, a path, UDP; reports the addresses.
const net = require('net');
const dgram = require('dgram');
const cluster = require('cluster');

const answer = (socket) => socket.resume().end(`HTTP/1.1 200 OK\r\n\r\nworker ${cluster.worker.id}\n`);
const report = (name) => function () { process.send({ [name]: this.address() }); };

net.createServer(answer).listen(0, '127.0.0.1', report('first'));
net.createServer(answer).listen(0, '127.0.0.1', report('second'));
net.createServer(answer).listen(0, '::1', report('six'));
net.createServer(answer).listen(process.argv[2], report('path'));
const udp = dgram.createSocket('udp4');
udp.on('message', (message, from) => udp.send(`worker ${cluster.worker.id} got ${message}`, from.port, from.address));
udp.bind(0, '127.0.0.1', report('udp'));
