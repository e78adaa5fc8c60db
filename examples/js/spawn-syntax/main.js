const {spawn} = require('child_process');

const child = spawn(command, [args], [options]);
