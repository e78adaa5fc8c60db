try {
  const output = execSync('command');
  console.log(output.toString());
} catch (error) {
  console.error(`Error: ${error.message}`);
}
