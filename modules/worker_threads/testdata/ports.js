// Ports: what waits, what moves, what closes.
const { MessageChannel, MessagePort, receiveMessageOnPort } = require('worker_threads');

const { port1, port2 } = new MessageChannel();
console.log(port1 instanceof MessagePort, port1 instanceof EventTarget, port1.hasRef());

port1.postMessage(1);
port1.postMessage({ two: 2 });
console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2), receiveMessageOnPort(port2));

const bytes = new Uint8Array([1, 2, 3]);
port1.postMessage(bytes, [bytes.buffer]);
console.log(bytes.length, receiveMessageOnPort(port2).message);

const inner = new MessageChannel();
inner.port2.postMessage('sent before the port moved');
port1.postMessage({ port: inner.port1 }, { transfer: [inner.port1] });
const { message: { port } } = receiveMessageOnPort(port2);
console.log(port !== inner.port1, port instanceof MessagePort, receiveMessageOnPort(port));

for (const [value, list] of [[port1], [1, [{}]], [1, [port2, port2]], [1, [port1]], [1, [inner.port1]], [() => {}], [1, 5]]) {
  try {
    port1.postMessage(value, list);
  } catch (err) {
    console.log(err.name, err.code, err.message);
  }
}

port.on('message', (message) => {
  console.log('port', message);
  port.close();
});
port.on('close', () => console.log('port closed', port.hasRef()));
inner.port2.addEventListener('close', (event) => {
  console.log('other closed', event.type);
  port2.onmessage = ({ data, target, ports }) => {
    console.log('onmessage', data, target === port2, ports.length);
    port2.onmessage = null;
  };
  port1.postMessage(new Map([['k', 1n]]));
});
inner.port2.ref();
inner.port2.postMessage('last');
inner.port2.postMessage('was there before close()');
