// The document forks a worker.js that it does not show. This one answers the one message it is sent and then lets go
// of the channel, so that both processes end.
process.on('message', (message) => {
  process.send({ processed: message.data }, () => process.disconnect());
});
