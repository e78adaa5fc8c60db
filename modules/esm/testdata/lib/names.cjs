var other = { three: 3 };
exports.a = 1;
module.exports.b = 2;
Object.defineProperty(exports, 'viaDefine', { enumerable: true, get: function () { return other.three; } });
exports['again'] = exports.a + 3;
Object.assign(exports, { hidden: 5 });
if (false) exports.never = 1;
