console.log('console log from test2.js');
