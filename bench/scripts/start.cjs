// As little as a script can do and still show that it ran.
console.log('hi');
