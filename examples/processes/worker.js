'use strict';
const { serveTasks } = require('./serve-tasks');

const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2));

serveTasks(task => (task === 'crash' ? process.abort() : fib(Number(task))));
