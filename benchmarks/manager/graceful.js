// What PM2's documentation recommends: finish what is under way on a signal, and say when ready.
const server = require('http').createServer((request, response) => response.end('Hello, World!\n'));
const leave = () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
};
process.on('SIGINT', leave);
process.on('SIGTERM', leave);
server.listen(process.env.PORT, () => process.send && process.send('ready'));
