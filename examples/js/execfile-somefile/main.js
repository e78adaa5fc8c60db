const { execFile, exec } = require('child_process');

exec('chmod +x ./somefile.sh', (error) => {
  if (error) {
    console.log(`chmod error: ${error.message}`);
    return;
  }

  execFile('./somefile.sh', (error, stdout, stderr) => {
    if(error) {
      console.log(`error: ${error.message}`);
      return;
    }
    if(stderr) {
      console.log(`stderr: ${stderr}`);
      return;
    }

    console.log(`stdout: ${stdout}`);
  })
});
