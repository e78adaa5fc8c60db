module.exports = 'untouched';
