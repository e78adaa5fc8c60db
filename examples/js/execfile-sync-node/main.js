const { execFileSync } = require('child_process');
const output = execFileSync('node', ['--version']);
console.log(output.toString());
