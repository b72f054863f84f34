'use strict';
// node grpc-client.js ADDRESS CALL: makes one call and says what became of it.
const grpc = require('@grpc/grpc-js');

const Client = grpc.makeGenericClientConstructor(require('./grpc-service.js'), 'Calls');
const [address, name] = process.argv.slice(2);
const client = new Client(address, grpc.credentials.createInsecure());
const said = [];
const single = (error, answer) => said.push(error ? error.details : answer.toString());
const over = status => {
  console.log(grpc.status[status.code], said.join(' '), status.metadata.get('x-trailer').join());
  client.close();
};
const calls = {
  unary: () => client.unary(Buffer.from('hello'), single),
  refuse: () => client.refuse(Buffer.alloc(0), single),
  download: () => client.download(Buffer.alloc(0)),
  upload: () => {
    const call = client.upload(single);
    for (let i = 0; i < 300; i++) {
      call.write(Buffer.alloc(10000));
    }
    call.end();
    return call;
  },
  chat: () => {
    const call = client.chat();
    let turns = 0;
    call.on('data', () => ++turns < 20 ? call.write(Buffer.from(String(turns))) : call.end());
    call.write(Buffer.from('0'));
    return call;
  },
  hang: () => {
    const call = client.hang(Buffer.alloc(0));
    call.on('data', () => call.cancel());
    return call;
  },
};
const call = calls[name]();
call.on('status', over);
call.on('error', () => {}); // Its code is the status, too.
if (name === 'download' || name === 'chat') {
  call.on('data', data => said.push(data.toString()));
}
