console.log('child', process.argv[2], typeof process.send);
