// An app that knows nothing of signals or of a manager.
require('http').createServer((request, response) => response.end('Hello, World!\n')).listen(process.env.PORT);
