'use strict';
// What scripts can see of the module's shape.
const stream = require('stream');
console.log(Object.keys(stream).join());
console.log(stream === stream.Stream, typeof stream, stream.name, stream.promises === require('stream/promises'));
for (const name of ['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough']) {
  const Class = stream[name];
  const { enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(stream, name);
  console.log(name, Class.name, enumerable, writable, configurable, Object.getPrototypeOf(Class).name, require(`_stream_${name.toLowerCase()}`) === Class);
  console.log(Object.keys(Class.prototype).sort().join());
  console.log(Object.getOwnPropertyNames(Class.prototype).filter((key) => !Class.prototype.propertyIsEnumerable(key)).sort().join());
}
console.log(Object.keys(require('stream/promises')).sort().join(), Object.keys(require('stream/consumers')).sort().join());
console.log(stream.Readable.prototype.map.name, stream.pipeline.name, stream.finished.name);
const { isReadable, isWritable, isErrored, isDisturbed, isDestroyed, PassThrough } = stream;
const show = (s) => console.log(isReadable(s), isWritable(s), isErrored(s), isDisturbed(s), isDestroyed(s));
const s = new PassThrough();
show(s);
s.on('error', () => show(s));
s.resume().write('a');
s.destroy(new Error('x'));
show(s);
show({});
stream.destroy(new PassThrough().on('error', (err) => console.log(err.name)).on('close', () => console.log('closed')));
const { promisify } = require('util');
console.log(promisify(stream.pipeline) === stream.promises.pipeline, promisify(stream.finished) === stream.promises.finished);
