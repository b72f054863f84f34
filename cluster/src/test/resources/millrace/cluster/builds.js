// Builds of one app. The first argument is its port, the second how this build goes about it.
const http = require('http');

const serve = (where, then) => http.createServer((request, response) =>
  response.end(`build ${process.env.BUILD} pid ${process.pid}\n`)).listen(where, '127.0.0.1', then);

const port = Number(process.argv[2]);
const builds = {
  good: () => serve(port),
  throws: () => { throw new Error('a broken build'); },
  // Runs, and never listens.
  mute: () => setInterval(() => {}, 1000),
  // Does not listen before it is told to.
  told: () => process.on('message', () => serve(port)),
  // Listens at once, and says that it is ready when it is told to.
  says: () => {
    serve(port);
    process.on('message', () => process.send('ready'));
  },
  // Listens on the socket that it was started with.
  socket: () => serve({ fd: 2 + Number(process.env.LISTEN_FDS) }, () => console.log(process.env.LISTEN_PID - process.pid)),
  // Listens on a port of its own.
  own: () => serve(Number(process.env.PORT), () => console.log('on its own')),
  // Has something to do at the end, when it is told to end by signal.
  tidy: () => {
    serve(port);
    process.on('SIGINT', () => {
      console.log('bye');
      process.exit(5);
    });
  },
  // Ends by message alone.
  polite: () => {
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => console.log('a signal'));
    process.on('message', (message) => {
      console.log(`got ${message}`);
      process.exit(message === 'shutdown' ? 7 : 8);
    });
    process.send({ listening: true });
  },
};
builds[process.argv[3]]();
