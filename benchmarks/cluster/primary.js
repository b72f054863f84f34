// Node's own cluster module, as its documentation starts it: node primary.js APP WORKERS. Replaces a worker that dies.
'use strict';
const cluster = require('node:cluster');
const path = require('node:path');

cluster.schedulingPolicy = cluster.SCHED_RR;
cluster.setupPrimary({ exec: path.resolve(process.argv[2]) });
for (let i = 0; i < Number(process.argv[3]); i++) {
  cluster.fork();
}
cluster.on('exit', () => cluster.fork());
