const { spawnSync } = require('child_process');
const result = spawnSync('ls', ['-la']);
console.log(result.stdout.toString());
