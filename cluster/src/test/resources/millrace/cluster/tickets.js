// TLS workers share the keys of their session tickets, so that a client can resume with any of them.
const tls = require('tls');

const server = tls.createServer({});
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send(server.getTicketKeys().toString('hex')));
