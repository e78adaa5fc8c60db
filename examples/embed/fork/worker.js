const { greet } = require('greeting');

process.on('message', (name) => process.send(greet(name)));
