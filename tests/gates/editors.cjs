// Answers a list of tasks, each a name of `front_matter.js` and its arguments, on the standard streams.
const asked = require(process.argv[2]);
let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () => {
  const answers = JSON.parse(text).map(([name, ...rest]) => asked[name](...rest));
  process.stdout.write(JSON.stringify(answers));
});
