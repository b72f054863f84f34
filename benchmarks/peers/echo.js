// A worker process that gives back what it was given.
'use strict';
const { serveTasks } = require('../../examples/processes/serve-tasks');

serveTasks(payload => payload);
