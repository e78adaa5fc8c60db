// express 4: routes, bodies, static files, errors, and what goes over the wire.
require('./lib/express.cjs')(require('express4'));
