// Loaded by Node (--require) before an app that runs as a worker. The app is not changed and notices nothing: no listener
// of its own events, no timer that keeps it alive, no module of the web loaded that it does not load itself.
//
// When the primary asks the worker to leave, its keep-alive connections move to other workers: one on which no request is
// being received or answered is taken out of the event loop, its descriptor sent to the primary, and its close told to
// the app. What the client sends meanwhile waits in the kernel for the next worker. Connections that cannot move (TLS,
// whose state is in this process; those that this process has accepted itself) get "Connection: close" with their next
// response, and are ended after a while if no request comes.
//
// All messages have the cmd NODE_MILLRACE. Node gives a cmd that begins with NODE_ to nobody but itself.
'use strict';

const COMMAND = 'NODE_MILLRACE';
const REPORT_MILLIS = 2000;
const RESOLUTION_MILLIS = 100;
const CHANGED_MILLIS = 5;
const HANGS_MILLIS = 1000;
const CHANGE_MILLIS = 50;
const SWEEP_MILLIS = 50;

// More than the primary lets pass before the signal, once the worker has disconnected.
const SIGNAL_MILLIS = 2000;

// Connections on their way to the primary at once. Node sends one, and waits for its arrival.
const MOST_MOVING = 4;

const servers = new Set();
const keys = new WeakMap();
const { channel: topic } = require('diagnostics_channel');
const requestStart = topic('http.server.request.start');
const responseFinish = topic('http.server.response.finish');
let requests = 0;
let leaving = null;
let countsConnections = false;
let send = null;

function main() {
  const options = process.env.NODE_OPTIONS || '';
  const file = `"${__filename.replace(/[\\"]/g, '\\$&')}"`;
  const ours = [` --allow-fs-read=${file} --require ${file}`, ` --require ${file}`].find((end) => options.endsWith(end));
  if (ours) {
    // Programs that the app starts are none of our workers.
    if (options.length > ours.length) process.env.NODE_OPTIONS = options.slice(0, -ours.length);
    else delete process.env.NODE_OPTIONS;
  }
  // A thread of the app's has no channel. To ask whether this is one would load two milliseconds' worth of modules.
  if (!process.connected) return;
  send = process.send;
  watchServers();
  process.on('internalMessage', received);
  requestStart.subscribe(() => { requests++; });
  report();
}

/** Without a callback Node would raise an error in the app when the primary is gone. */
function tell(message, handle = undefined, callback = () => {}) {
  message.cmd = COMMAND;
  send.call(process, message, handle, undefined, callback);
}

function received(message, handle) {
  if (message.cmd === 'NODE_CLUSTER' && message.act === 'newconn') {
    if (handle) keys.set(handle, message.key);
  } else if (message.cmd === 'NODE_CLUSTER' && message.act === 'disconnect') {
    if (leaving !== null) servers.forEach((server) => { delete server.closeIdleConnections; });
  } else if (message.cmd === COMMAND && message.act === 'leave') {
    leave(message);
  } else if (message.cmd === COMMAND && message.act === 'count') {
    countsConnections = true;
    servers.forEach(countConnections);
    connectionsChanged();
  }
}

function watchServers() {
  const net = require('net');
  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function (...where) {
    if (!servers.has(this)) {
      servers.add(this);
      this.once('close', () => servers.delete(this));
      if (countsConnections) countConnections(this);
    }
    return listen.apply(this, where);
  };
}

// ---- Leaving ----

function leave(message) {
  if (leaving !== null) return;
  leaving = { moves: message.moves, endsIdleAt: Date.now() + message.idleMillis, moving: 0, planned: false };
  // Node's own answer to "disconnect", the next message, would cut idle connections under a request that is on its way.
  servers.forEach((server) => { if (server.closeIdleConnections) server.closeIdleConnections = () => {}; });
  servers.forEach((server) => connections(server, 'all').forEach(announceEnd));
  requestStart.subscribe(({ socket, response }) => {
    if (!movable(socket) || Date.now() > leaving.endsIdleAt) response.shouldKeepAlive = false;
  });
  responseFinish.subscribe(plan);
  setInterval(sweep, SWEEP_MILLIS).unref();
  if (message.signal && process.listenerCount(message.signal) > 0) tell({ act: 'awaitsSignal' });
  process.once('disconnect', () => awaitSignal(message.signal));
  sweep();
}

/** An app that does something at the signal gets to do it, though it serves nothing any more and would end before. */
function awaitSignal(signal) {
  if (!signal || process.listenerCount(signal) === 0) return;
  const wait = setTimeout(() => {}, SIGNAL_MILLIS);
  process.once(signal, () => clearTimeout(wait));
}

/** A response that is being made on a connection that cannot move. */
function announceEnd(socket) {
  const response = socket._httpMessage;
  if (response && !response.headersSent && !movable(socket)) response.shouldKeepAlive = false;
}

/** The next request can be read in the next turn of the event loop at the earliest, and this comes before. */
function plan() {
  if (!leaving.planned) {
    leaving.planned = true;
    setImmediate(() => { leaving.planned = false; sweep(); });
  }
}

function sweep() {
  const endsIdle = Date.now() > leaving.endsIdleAt;
  for (const server of servers) {
    for (const socket of idle(server)) {
      if (movable(socket)) {
        if (leaving.moving >= MOST_MOVING) return;
        move(socket);
      } else if (endsIdle && !socket.writableEnded) {
        socket.end();
      }
    }
  }
}

/** The sockets of a server's connections: Node keeps a list for its time-outs, idle() are those without a request. */
function connections(server, which) {
  const name = Object.getOwnPropertySymbols(server).find((symbol) => symbol.description === 'http.server.connections');
  const list = name && server[name];
  return list ? list[which]().map((parser) => parser.socket).filter(Boolean) : [];
}

/** Those on which nothing has begun; Node counts connections that were never used among the active ones. */
function idle(server) {
  const found = connections(server, 'idle');
  for (const socket of connections(server, 'active')) if (socket.bytesRead === 0) found.push(socket);
  return found.filter((socket) => !socket.destroyed && !socket._httpMessage && !socket.readableLength
      && !socket.writableLength);
}

function movable(socket) {
  return leaving.moves && !socket.encrypted && socket._handle && keys.has(socket._handle)
      && !socket.destroyed && !socket.readableEnded && !socket.writableEnded;
}

/** Nothing of the connection is in this process: neither a byte of a request nor one of a response. */
function move(socket) {
  const handle = socket._handle;
  if (handle.writeQueueSize > 0 || handle.readStop() !== 0) return;
  leaving.moving++;
  socket._handle = null;
  socket.setTimeout(0);
  tell({ act: 'move', key: keys.get(handle) }, handle, () => {
    leaving.moving--;
    handle.close();
    socket.destroy();
    plan();
  });
}

// ---- Reports ----

/** For the primary that gives a connection to whom has the fewest: how many there are, soon after one has closed. */
function countConnections(server) {
  server.prependListener('connection', (socket) => socket.once('close', connectionsChanged));
}

let changed = false;
function connectionsChanged() {
  if (changed) return;
  changed = true;
  setTimeout(() => {
    changed = false;
    let open = 0;
    let waiting = servers.size;
    for (const server of servers) {
      server.getConnections((error, count) => {
        open += count || 0;
        if (--waiting === 0) tell({ act: 'connections', open });
      });
    }
  }, CHANGE_MILLIS).unref();
}

/**
 * Every now and then, when something has changed: requests so far, requests that are active, the event loop's delay. One
 * that serves nothing is silent: what the machine's other work delays it by is no news, only what its own does, which
 * takes CPU time, or takes very long.
 */
function report() {
  let delay = null;
  let last = '';
  let told = 0;
  let cpu = process.cpuUsage();
  setInterval(() => {
    if (!process.connected) return;
    if (delay === null) {
      delay = require('perf_hooks').monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
      delay.enable();
    }
    let active = 0;
    for (const server of servers) for (const socket of connections(server, 'active')) if (socket._httpMessage) active++;
    // What it records are the times between two looks.
    const loopDelayMillis = Math.max(0, Math.round(delay.percentile(99) / 1e6) - RESOLUTION_MILLIS) || 0;
    delay.reset();
    const text = `${requests} ${active}`;
    const used = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const more = loopDelayMillis - told;
    const own = more >= HANGS_MILLIS || (more >= CHANGED_MILLIS && used.user + used.system >= loopDelayMillis * 1000);
    if (text === last && !own && more > -CHANGED_MILLIS) return;
    tell({ act: 'report', loopDelayMillis, requests, active });
    last = text;
    told = loopDelayMillis;
  }, REPORT_MILLIS).unref();
}

main();
