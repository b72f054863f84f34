// An Express app whose route keeps its thread busy: 10^6 additions a request.
'use strict';
const express = require('express');

const app = express();
app.get('/', (request, response) => {
  let sum = 0;
  for (let i = 0; i < 1e6; i++) {
    sum += i;
  }
  response.send(`${process.pid} ${sum}`);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
