'use strict';
// The calls that server and client of the test agree on. Messages are bytes as they are, so that no schema is needed.
const asIs = bytes => bytes;
const call = (name, requestStream, responseStream) => ({
  path: '/test.Calls/' + name, requestStream, responseStream,
  requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs,
});

module.exports = {
  unary: call('unary', false, false),
  download: call('download', false, true),
  upload: call('upload', true, false),
  chat: call('chat', true, true),
  refuse: call('refuse', false, false),
  hang: call('hang', false, true),
};
