// The constants of http2, all of them.
const { constants } = require('http2');
for (const name of Object.keys(constants).sort()) console.log(name, constants[name]);
