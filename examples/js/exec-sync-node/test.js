const child_process = require('child_process');

const output = child_process.execSync('node test2.js');

console.log(output.toString());
