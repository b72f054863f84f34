// An ordinary Express app: nothing in it knows of Millrace.
const express = require('express');
const app = express();

app.get('/', (request, response) => {
  let sum = 0;
  for (let i = 0; i < 1e6; i++) sum += i;
  response.json({ sum, pid: process.pid });
});

app.listen(8080);
