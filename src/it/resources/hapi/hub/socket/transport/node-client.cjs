// Drives node's socket.io-client from lines on stdin; says what happens on stdout, one JSON a line.
// node node-client.cjs <node_modules> <url with namespace> <auth JSON> <transports, comma-separated>
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");

const [modules, url, auth, transports] = process.argv.slice(2);
const { io } = createRequire(modules + "/")("socket.io-client");

const say = (what, ...rest) => process.stdout.write(JSON.stringify([what, ...rest]) + "\n");
const socket = io(url, {
  auth: JSON.parse(auth),
  transports: transports.split(","),
  reconnectionDelay: 100,
  reconnectionDelayMax: 300,
});

socket.io.on("open", () => {
  const engine = socket.io.engine;
  say("open", engine.transport.name);
  engine.once("upgrade", () => say("upgrade", engine.transport.name));
});
socket.on("connect", () => say("connect"));
socket.on("connect_error", (error) => say("connect_error", error.message));
socket.on("disconnect", (reason) => say("disconnect", reason));
socket.onAny((event, ...args) => {
  const answer = typeof args.at(-1) === "function" ? args.pop() : undefined;
  say("event", event, ...args);
  answer?.(...args);
});

createInterface({ input: process.stdin }).on("line", (line) => {
  const { event, args, ack, count } = JSON.parse(line);
  for (let i = 0; i < (count ?? 1); i++) {
    const sent = count === undefined ? args : [i];
    if (ack) {
      socket.emit(event, ...sent, (...answer) => say("ack", ...answer));
    } else {
      socket.emit(event, ...sent);
    }
  }
});
