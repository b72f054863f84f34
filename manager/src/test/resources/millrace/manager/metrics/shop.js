// Says what @pm2/io says, in its shapes, and answers calls as it does.
const say = (type, data) => process.send({ type, data });

process.on('message', (call) => {
  const name = call.msg || call.action_name || call;
  const answer = { purge: { purged: 3 }, greet: 'hello ' + (call.opts && call.opts.name) }[name];
  if (answer !== undefined) {
    say('axm:reply', { at: Date.now(), action_name: name, return: answer });
  }
});
say('axm:option:configuration', { module_name: 'shop' });
say('axm:action', { action_name: 'purge', action_type: 'custom', arity: 1 });
say('axm:action', { action_name: 'greet', action_type: 'custom', arity: 2 });
say('axm:monitor', { Users: { value: 4, type: 'users', historic: true, unit: '' } });
say('process:msg', { hello: 'world' });
process.send('plain');
say('human:event', { __name: 'paid' });
