// A worker with moods, chosen by the second argument.
const net = require('net');
const cluster = require('cluster');

const port = Number(process.argv[2]);
const moods = {
  // Refuses connections beyond the second one, which it keeps open.
  shy() {
    const server = net.createServer((socket) => socket.write(`${cluster.worker.id}`));
    server.maxConnections = 2;
    server.listen(port, '127.0.0.1');
  },
  // Leaves of its own will when told so.
  leaver() {
    net.createServer().listen(port, '127.0.0.1');
    process.on('message', () => cluster.worker.disconnect());
  },
  // Ends in the way of a careful app: closes its server when told so, and exits then. Its successor takes its time.
  careful() {
    const server = net.createServer((socket) => socket.resume().end(`HTTP/1.1 200 OK\r\n\r\n${cluster.worker.id}\n`));
    process.on('message', () => server.close(() => {
      process.send('closed');
      process.once('message', () => process.exit(0));
    }));
    server.listen(port, '127.0.0.1');
  },
  // Closes its server and listens on the same port again.
  returner() {
    const server = net.createServer((socket) => socket.resume().end('HTTP/1.1 200 OK\r\n\r\nback\n'));
    process.on('message', () => server.close(() => server.listen(port, '127.0.0.1')));
    server.listen(port, '127.0.0.1');
  },
  // Sends sockets, which a primary of ours does not take.
  giver() {
    const server = net.createServer((socket) => {
      process.send({ take: 'this' }, socket);
      process.send({ and: 'then' });
    });
    server.listen(port, '127.0.0.1');
  },
  // Dies at boot.
  broken() {
    console.error('no such thing');
    process.exit(3);
  },
  // Has nothing more to do.
  done() {
    process.exit(0);
  },
  // Ignores SIGTERM, and stays when it is disconnected.
  stubborn() {
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    net.createServer().listen(port, '127.0.0.1');
  },
  // Writes things to its channel that are not messages.
  babbler() {
    const fs = require('fs');
    net.createServer((socket) => socket.resume().end('HTTP/1.1 200 OK\r\n\r\nstill here\n')).listen(port, '127.0.0.1', () => {
      const babble = (text) => fs.writeSync(process.channel.fd, text);
      babble('this is no JSON\n\n\u0000\u0001\n{"cmd":"NODE_CLUSTER"}\n{"cmd":"NODE_CLUSTER","act":"close"}\n');
      babble('{"cmd":"NODE_HANDLE_ACK"}\n{"cmd":"NODE_HANDLE_NACK"}\n');
      babble('{"cmd":"NODE_CLUSTER","ack":99,"accepted":true,"seq":1}\n');
      babble('{"cmd":"NODE_CLUSTER","act":"queryServer","address":"nonsense","port":70000,"addressType":4,"seq":7}\n');
      babble('{"cmd":"NODE_CLUSTER","act":"queryServer","address":"127.0.0.1","port":-5,"seq":8}\n');
      babble('{"cmd":"NODE_CLUSTER","act":"queryServer","port":70000,"addressType":4,"seq":10}\n');
      babble('{"cmd":"NODE_CLUSTER","act":"queryServer","port":-1,"addressType":4,"seq":11}\n');
      babble('{"cmd":"NODE_CLUSTER","act":"queryServer","fd":0,"seq":9}\n');
      process.send('done');
    });
  },
  // Waits before it reads what it is sent, and says what arrived.
  reader() {
    process.on('message', (message) => process.send({ length: message.text.length }));
    net.createServer((socket) => socket.once('data', (data) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${data}`)))
      .listen(port, '127.0.0.1');
  },
};
moods[process.argv[3]]();
