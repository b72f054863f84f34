'use strict';
// node grpc-server.js [KEY CERTIFICATE]: says its port, and when a call is cancelled.
const fs = require('fs');
const grpc = require('@grpc/grpc-js');

const server = new grpc.Server();
server.addService(require('./grpc-service.js'), {
  unary: (call, answer) => {
    const trailer = new grpc.Metadata();
    trailer.set('x-trailer', 'last');
    answer(null, Buffer.concat([Buffer.from('you said '), call.request]), trailer);
  },
  download: call => {
    for (let i = 0; i < 5; i++) {
      call.write(Buffer.from('part' + i));
    }
    call.end();
  },
  upload: (call, answer) => {
    let bytes = 0;
    call.on('data', data => bytes += data.length);
    call.on('end', () => answer(null, Buffer.from(String(bytes))));
  },
  chat: call => {
    call.on('data', data => call.write(data));
    call.on('end', () => call.end());
  },
  refuse: (_, answer) => answer({code: grpc.status.FAILED_PRECONDITION, details: 'not now'}),
  hang: call => {
    call.on('cancelled', () => console.log('cancelled'));
    call.write(Buffer.from('first'));
  },
});

const [key, certificate] = process.argv.slice(2);
const credentials = key === undefined ? grpc.ServerCredentials.createInsecure()
  : grpc.ServerCredentials.createSsl(null, [{private_key: fs.readFileSync(key), cert_chain: fs.readFileSync(certificate)}]);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
