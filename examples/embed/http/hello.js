const { query, body } = require('request');

console.log('hello', query('name'));
body.on('data', (chunk) => process.stdout.write(chunk));
body.on('end', () => {
  try {
    require('child_process').execSync('id');
  } catch (err) {
    console.log('\n' + err.code);
  }
});
